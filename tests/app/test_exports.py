"""What people take away runs as it stands, and asserts the numbers of the page."""

import ast
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import nbformat
import numpy as np
import pytest

from app.experiment import Sizes, on_page
from app.experiment.link import decode_link, encode
from app.experiment.presets import PRESETS
from app.experiment.seal import sealed
from app.exports import EXPORTS, Run
from app.exports.run import literal
from app.trace import run
from app.translations import LANGUAGES, Catalogue
from rnn import ACTIVATIONS
from tests.app.experiments import LOSS_CHOICES, experiment

ROOT = Path(__file__).parents[2]
CODE = [name for name, export in EXPORTS.items() if export.is_code]
SCHEMA = json.loads((ROOT / "docs" / "case.schema.json").read_text(encoding="utf-8"))


def of(made, preset="textbook", language="en"):
    return Run(run(made), preset, sealed(encode(made, preset)), Catalogue(language))


def runs(code, **known):
    """Runs a program in this process; what it has at its end."""
    space = {"__name__": "__main__"} | known
    with np.errstate(all="ignore"):
        exec(compile(code, "program.py", "exec"), space)
    return space


def needed(name):
    for module in {"pytorch": ("torch",), "keras": ("tensorflow", "keras")}.get(name, ()):
        pytest.importorskip(module, reason=f"{module} is not installed")


def code_of(name, made, preset="textbook", language="en"):
    made = EXPORTS[name].make(of(made, preset, language))
    if name == "notebook" or name in FILLED:
        return "\n".join(cell["source"] for cell in json.loads(made)["cells"] if cell["cell_type"] == "code")
    return made


@pytest.mark.parametrize("name", [*CODE, "notebook"])
@pytest.mark.parametrize("preset", PRESETS)
def test_every_program_runs_as_it_stands_and_asserts_every_case(name, preset, capsys):
    needed(name)
    runs(code_of(name, PRESETS[preset], preset))
    finite = run(PRESETS[preset]).overflow is None
    assert ("equal to the page" in capsys.readouterr().out) == finite


@pytest.mark.parametrize("name", [*CODE, "notebook"])
def test_every_program_knows_all_activations_losses_and_batches(name):
    needed(name)
    for seed, activation in enumerate(ACTIVATIONS):
        for choice in LOSS_CHOICES:
            runs(code_of(name, experiment(seed, sizes=Sizes(2, 4, 3, 5), activation=activation, **choice)))


@pytest.mark.parametrize("name", [*CODE, "notebook"])
def test_a_program_of_other_numbers_fails(name):
    needed(name)
    if name == "keras":
        pytest.skip("is not run here")
    code = code_of(name, PRESETS["textbook"])
    first = "h_0 = np.array([[0.0" if "h_0 = np.array([[0.0" in code else "h_0 = torch.tensor([[0.0"
    assert first in code
    with pytest.raises(AssertionError):
        runs(code.replace(first, first[:-3] + "0.125"))


def test_what_the_comments_say_of_pytorch_is_so(capsys):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    made = runs(code_of("pytorch", PRESETS["textbook"]))
    layer, x, y, h_0, h = (made[name] for name in ("layer", "x", "y", "h_0", "h"))
    assert made["L"].item() == pytest.approx(0.6815, abs=5e-5)

    def updated(weights):
        for weight in weights:
            weight.data -= 0.5 * weight.grad
        with torch.no_grad():
            L = 0.5 * ((layer(x, h_0[None])[0] - y) ** 2).sum().item()
        for weight in weights:
            weight.data += 0.5 * weight.grad
        return L

    weights = [layer.weight_ih_l0, layer.weight_hh_l0, layer.bias_ih_l0]
    assert updated(weights) == pytest.approx(0.4480, abs=5e-5)
    assert updated([*weights, layer.bias_hh_l0]) == pytest.approx(0.4305, abs=5e-5)
    mean = torch.nn.MSELoss()(h.detach().requires_grad_(), y)
    assert mean.item() * h.numel() / 2 == pytest.approx(made["L"].item())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CODE)
def test_comments_are_in_the_language_of_the_page_and_lines_are_of_moderate_width(name, language):
    code = code_of(name, PRESETS["pencil"], "pencil", language)
    ast.parse(code)
    comments = [line for line in code.splitlines() if line.lstrip().startswith("#")]
    assert max(map(len, comments)) <= 100
    assert any(not line.isascii() for line in comments) or language == "en"


def test_a_run_that_overflows_asserts_nothing(capsys):
    made = replace(PRESETS["exploding"], W_h=PRESETS["exploding"].W_h * 1e200)
    assert run(made).overflow
    for name in ("numpy", "notebook", "rnn"):
        runs(code_of(name, made))
    assert "equal" not in capsys.readouterr().out


def test_a_program_runs_by_itself(tmp_path):
    for name in ("numpy", "rnn"):
        file = tmp_path / f"{name}_case.py"
        file.write_text(code_of(name, PRESETS["batch"], "batch"), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, file],
            capture_output=True,
            text=True,
            timeout=120,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
            check=False,
        )
        assert done.stdout.strip() == "equal to the page", done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notebook_is_one(language):
    for preset in PRESETS:
        made = EXPORTS["notebook"].make(of(PRESETS[preset], preset, language))
        nbformat.validate(nbformat.reads(made, as_version=4))


FILLED = {
    "exercise_forward": {
        "self.a[:, t] = ...": "h_previous @ self.W_h + x[:, t] @ self.W_x + self.B",
        "self.h[:, t] = ...": "FORWARD",
    },
    "exercise_backward": {
        "self.dh[:, t] = ...": "dh_output[:, t] + dh_next",
        "da = ...": "self.dh[:, t] * (SLOPE)",
        "self.dW_h += ...": "h_previous.T @ da",
        "self.dW_x += ...": "self.x[:, t].T @ da",
        "self.dB += ...": "da.sum(axis=0)",
        "self.dx[:, t] = ...": "da @ self.W_x.T",
        "dh_next = ...": "da @ self.W_h.T",
    },
}
FORWARD = {"tanh": "np.tanh(self.a[:, t])", "relu": "self.a[:, t] * (self.a[:, t] > 0)", "identity": "self.a[:, t]"}
SLOPE = {"tanh": "1 - self.h[:, t]**2", "relu": "self.a[:, t] > 0", "identity": "1"}


def exercise(name, preset, language="en", **wrong):
    """The cells of an exercise, filled in."""
    made = PRESETS[preset]
    cells = nbformat.reads(EXPORTS[name].make(of(made, preset, language)), as_version=4).cells
    source = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    for blank, line in (FILLED[name] | wrong).items():
        assert source.count(f"# {blank}") == 1
        line = line.replace("FORWARD", FORWARD[made.activation]).replace("SLOPE", SLOPE[made.activation])
        source = source.replace(f"# {blank}", blank.replace("...", line))
    return source


@pytest.mark.parametrize("name", FILLED)
@pytest.mark.parametrize("preset", PRESETS)
def test_an_exercise_is_a_notebook_that_passes_when_it_is_filled_in(name, preset, capsys):
    for language in LANGUAGES:
        nbformat.validate(nbformat.reads(EXPORTS[name].make(of(PRESETS[preset], preset, language)), as_version=4))
    runs(exercise(name, preset))
    assert "equal to the page" in capsys.readouterr().out


def test_an_exercise_tells_what_is_wrong_and_where():
    with pytest.raises(AssertionError, match="h_1"):
        runs(code_of("exercise_forward", PRESETS["textbook"]))
    with pytest.raises(AssertionError, match="dh at t = 2"):
        runs(exercise("exercise_backward", "textbook", **{"dh_next = ...": "0 * h_previous"}))
    with pytest.raises(AssertionError, match="dW_h"):
        runs(exercise("exercise_backward", "textbook", **{"self.dW_h += ...": "0"}))


@pytest.mark.parametrize("preset", PRESETS)
def test_the_data_are_all_numbers_of_the_page_bit_for_bit(preset):
    made = PRESETS[preset]
    trace = run(made)
    with np.load(io.BytesIO(EXPORTS["npz"].make(of(made, preset)))) as found:
        for name, values in trace.arrays.items():
            assert found[on_page(name)].tobytes() == np.asarray(values).tobytes()
    data = json.loads(EXPORTS["json"].make(of(made, preset)))
    jsonschema.validate(data, SCHEMA)
    for name, values in trace.arrays.items():
        assert np.asarray(data["arrays"][on_page(name)], dtype=float).tobytes() == np.asarray(values).tobytes()
    assert decode_link(data["link"])[0].same_as(made)


def test_what_is_not_finite_is_null_in_json():
    made = replace(PRESETS["exploding"], W_h=PRESETS["exploding"].W_h * 1e200)
    data = json.loads(EXPORTS["json"].make(of(made)))
    jsonschema.validate(data, SCHEMA)
    assert None in np.asarray(data["arrays"]["h"], dtype=object).ravel().tolist()


def test_a_literal_that_is_not_finite_is_named():
    assert literal(np.array([np.nan, np.inf, -np.inf, 1.5])) == "np.array([np.nan, np.inf, -np.inf, 1.5])"

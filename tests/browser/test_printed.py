"""What is printed adds up: every equation and every opened sum, worked out again from the characters on the page."""

import base64
import re

import numpy as np
import pytest

from app.experiment import presets
from app.trace import run
from app.workbench.packing import packed
from app.workbench.payload import payload
from rnn import ACTIVATIONS
from tests.app.experiments import LOSS_CHOICES, Sizes, experiment

VIEWS = ["desk", "projector"]


def read(text):
    return float(text.replace("−", "-").replace("∞", "inf"))


def last_digit(text):
    """What the last digit of a printed number counts; of a whole one that of a fraction, since it says more."""
    mantissa, _, power = text.partition("e")
    return 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))


def gives(value, text):
    """Whether a value, rounded, is the printed number."""
    if not (np.isfinite(value) and np.isfinite(read(text))):
        return True
    return abs(value - read(text)) <= 0.5 * last_digit(text) * (1 + 1e-9) if read(text) else abs(value) < 1e-9


def matrix(block):
    texts = [text if text != "–" else "0" for text in block["texts"]]
    return np.array([read(text) for text in texts]).reshape(-1, block["columns"])


class Matrix(np.ndarray):
    """A matrix whose product with a single number is allowed."""

    def __matmul__(self, other):
        one, two = np.asarray(self), np.asarray(other)
        plain = 1 in (one.size, two.size) and one.shape[1] != two.shape[0]
        return (one * two if plain else one @ two).view(Matrix)


def worked_out(pieces):
    """The value of the left side of an equation: terms and signs in the order of the page."""
    text, terms = "", {}
    for piece in pieces:
        if isinstance(piece, dict):
            terms[f"t{len(terms)}"] = matrix(piece)
            text += f"t{len(terms) - 1}"
        else:
            text += piece.replace("−", "-").replace("⊙", "*").replace("·", "@")
    text = text.replace("Σ", "add")
    text = re.sub(r"add\s*(t\d+)", r"add(\1)", text)

    known = {name: values.view(Matrix) for name, values in terms.items()}
    functions = {name: f.value for name, f in ACTIVATIONS.items()}
    return np.asarray(eval(text, {"add": lambda v: v.sum(keepdims=True), **functions, **known}))


def equations(rows):
    """Every (left side, sign, result) of rows; one that begins with a sign goes on with the row before it."""
    left = []
    for row in rows:
        if row[0] not in ("=", "≈"):
            left = []
        for place, piece in enumerate(row):
            sign = piece[-1] if isinstance(piece, str) and piece else ""
            if sign not in ("=", "≈"):
                left.append(piece)
                continue
            rest = piece[:-1].strip()
            function = re.fullmatch(r"(\w+)\(a.*\)", rest)
            if function:  # of the number before it
                before = [one for one in left if isinstance(one, dict)][-1]
                yield [f"{function[1]}(", before, ")"], sign, row[place + 1]
            else:
                yield [*left, rest], sign, row[place + 1]
                left = []


def wrong_equations(rows):
    """Equations that do not give what they say, and how many there are with each sign."""
    wrong, signs = [], {"=": 0, "≈": 0}
    for left, sign, result in equations(rows):
        if any(isinstance(piece, dict) and not piece["texts"] for piece in [*left, result]):
            continue  # a strip of colours says no numbers
        signs[sign] += 1
        values = np.broadcast_to(worked_out(left).ravel(), len(result["texts"]))  # two dashes are one 0
        closes = all(gives(value, text) for value, text in zip(values, result["texts"], strict=True))
        if sign == "=" and not closes:
            wrong.append((left, result, values))
    return wrong, signs


def wrong_sums(sums):
    functions = {name: f.value for name, f in ACTIVATIONS.items()}
    wrong, signs = [], {"=": 0, "≈": 0}
    for text in sums:
        left, sign, result = re.fullmatch(r"(.*) ([=≈]) (\S+)", text).groups()
        signs[sign] += 1
        code = left.replace("−", "-").replace("·", "*").replace("²", "**2").replace("½", "0.5 *")
        if sign == "=" and not gives(float(eval(code, {"∞": np.inf, "NaN": np.nan, **functions})), result):
            wrong.append(text)
    return wrong, signs


def said(modules, made, preset, view, language="en"):
    sent = base64.b64encode(packed(payload(run(made), preset, language))).decode()
    return modules("tests/printing.js", "module.said", [sent, view])


def mixed_blocks(rows):
    """Blocks whose numbers are not written alike.

    Alike are numbers with all their digits, with as many decimals, or with an exponent; 0 is always 0, and what
    rounding left beside much larger numbers may have an exponent.
    """
    found = []
    for block in (piece for row in rows for piece in row if isinstance(piece, dict)):
        told = [
            (text.lstrip("−"), abs(entry or 0)) for text, entry in zip(block["texts"], block["entries"], strict=True)
        ]
        largest = max((size for _, size in told if np.isfinite(size)), default=0)
        told = [(text, size) for text, size in told if np.isfinite(size) and size > 1e-12 * largest]
        whole = all(abs(read(text) - size) <= 1e-11 * size for text, size in told)
        forms = {("e" in text, len(text.partition("e")[0].partition(".")[2])) for text, _ in told}
        if not whole and len(forms) > 1:
            found.append((block["texts"], block["entries"]))
    return found


def random_experiment(seed):
    rng = np.random.default_rng(seed)
    sizes = Sizes(*(int(rng.integers(1, largest + 1)) for largest in (3, 3, 3, 4)))
    power, decimals = rng.choice([0, 0, 0, -1, 1, -4]), rng.choice([1, 2, 3, 16])
    arrays = {name: np.round(rng.normal(size=shape) * 10.0**power, decimals) for name, shape in sizes.shapes().items()}
    choice = LOSS_CHOICES[seed % len(LOSS_CHOICES)]
    activation = list(ACTIVATIONS)[int(rng.integers(len(ACTIVATIONS)))]
    return experiment(
        seed, sizes, **arrays, activation=activation, learning_rate=float(rng.choice([0.1, 0.05, 1 / 3])), **choice
    )


def check(found):
    """Asserts that all of it adds up, that blocks have one format, and how many equations say = and ≈."""
    wrong, signs = wrong_equations(found["rows"])
    assert wrong == []
    wrong, _ = wrong_sums(found["sums"])
    assert wrong == []
    assert mixed_blocks(found["rows"]) == []
    return signs


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", presets.PRESETS)
def test_every_equation_and_every_opened_sum_of_a_preset_adds_up_as_printed(modules, name, view):
    signs = check(said(modules, presets.PRESETS[name], name, view))
    assert signs["≈"] <= 0.2 * signs["="], signs


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("first", range(0, 150, 50))
def test_every_equation_and_every_opened_sum_of_any_experiment_adds_up_as_printed(modules, first, view):
    total = {"=": 0, "≈": 0}
    for seed in range(first, first + 50):
        for sign, count in check(said(modules, random_experiment(seed), "textbook", view)).items():
            total[sign] += count
    assert total["≈"] <= 0.07 * total["="], total


def test_equations_that_do_not_add_up_are_found():
    """What the tests above look for, in three rows that a page once had."""
    row = [{"columns": 1, "texts": [text]} for text in ("−0.0163", "0.0022", "0.293", "0.2785")]
    wrong, _ = wrong_equations([[row[0], "+", row[1], "+", row[2], "=", row[3]]])
    assert len(wrong) == 1
    assert wrong_sums(["1 + 0.13 = 1.14", "2·1.1 = 2.3", "2·1.125 = 2.25"])[0] == ["1 + 0.13 = 1.14", "2·1.1 = 2.3"]
    assert mixed_blocks([[{"columns": 2, "texts": ["7e-4", "0.0013"], "entries": [0.00071, 0.0013]}]])
    assert mixed_blocks([[{"columns": 2, "texts": ["1.000", "1"], "entries": [0.99996, 1]}]])

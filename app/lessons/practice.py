"""Questions without end: a sheet of small numbers for a pencil, and a quiz on any experiment.

Both are lessons like those of the files, made of a seed, or of the run that is shown. What a question asks for, and the
slips that it knows, are the entries of `QUESTIONS`.
"""

from dataclasses import dataclass

import numpy as np

from app.experiment import Experiment, Sizes
from app.experiment.link import encode
from app.lessons.quantities import number
from app.timeline.numerals import short
from app.trace import Trace, run
from app.translations import Catalogue

#: Questions on a sheet.
LENGTH = 10
#: The numbers of a sheet.
_WEIGHTS = (-1.0, -0.5, 0.5, 1.0, 2.0)
_INPUTS = (-2.0, -1.0, 0.0, 1.0, 2.0)
#: No answer of a sheet has more decimals, or is larger.
_DECIMALS, _LARGEST = 4, 30.0
#: Answers that are not apart by so much are the same.
_APART = 0.02


@dataclass(frozen=True)
class Question:
    """What can be asked of a step: expressions as in `quantities.py`, with {t}, {before} and {n} to be filled."""

    phase: str  # the step after which the answer stands
    of: str
    right: str  # what is said to the answer
    slips: dict[str, str]  # name of the slip -> what it gives
    hides: tuple[str, ...]  # what would tell it
    worked: str = ""  # the same on paper, where numbers are short: worked out


#: By name; the sentence is `practice.ask.<name>`, that of a slip `practice.slip.<slip>`.
QUESTIONS = {
    "state": Question(
        "forward", "h[{t}, {n}]", "f({{a[{t}, {n}]}}) = {{h[{t}, {n}]}}",
        {"input_alone": "{inputs} + B[{n}]", "no_bias": "a[{t}, {n}] - B[{n}]"}, ("h[{t}]", "a[{t}]"),
        "{sum} = {{a[{t}, {n}]:6}}, f({{a[{t}, {n}]:6}}) = {{h[{t}, {n}]:6}}",
    ),
    "meeting": Question(
        "backward", "dh[{t}, {n}]", "{{= dh_output[{t}, {n}] + dh_next[{t}, {n}]}}",
        {"own_alone": "dh_output[{t}, {n}]", "next_alone": "dh_next[{t}, {n}]"}, ("dh[{t}]", "da[{t}]"),
    ),
    "slope": Question(
        "backward", "da[{t}, {n}]", "{{dh[{t}, {n}]}} · {{slope[{t}, {n}]}} = {{da[{t}, {n}]}}",
        {"no_slope": "dh[{t}, {n}]"}, ("da[{t}]",),
    ),
    "sent": Question(
        "backward", "dh_next[{before}, {n}]", "{{dh_next[{before}, {n}]}}",
        {"not_through": "da[{t}, {n}]"}, ("dh_next[{before}]", "dh[{before}]"),
        "{back} = {{dh_next[{before}, {n}]:6}}",
    ),
    "part": Question(
        "backward", "x[{t}, 1] * da[{t}, {n}]", "{{= x[{t}, 1] * da[{t}, {n}]}}",
        {"no_input": "da[{t}, {n}]"}, ("da[{t}]", "dW_x"),
    ),
}  # fmt: skip
#: Those of a sheet; with the identity and relu a slope is 1, or nothing passes.
_ON_PAPER = ("state", "meeting", "sent", "part")
#: Draws after which a seed is given up; a few are usual.
_MOST_DRAWS = 1_000


def sheet(seed: int, text: Catalogue) -> list[dict]:
    """The stops of a sheet, in the form that a file has; the same for the same seed."""
    kinds = [_ON_PAPER[i % len(_ON_PAPER)] for i in range(LENGTH)]
    return [_on_paper(np.random.default_rng([seed, i]), kind, text) for i, kind in enumerate(kinds)]


def quiz(trace: Trace, preset: str, text: Catalogue) -> list[dict]:
    """A stop for every step of a run: each asks for a number that the step brings, where it brings one."""
    case, sizes = encode(trace.experiment, preset), trace.experiment.sizes
    rng = np.random.default_rng(sizes.n_sequences * 1000 + sizes.n_nodes)
    stops = []
    for t in range(1, sizes.n_sequences + 1):
        stops.append(_asked(trace, "state", t, int(rng.integers(sizes.n_nodes)) + 1, text))
    for t in range(sizes.n_sequences, 0, -1):
        name = "meeting" if t < sizes.n_sequences and trace.experiment.carries_loss[t - 1] else "slope"
        stops.append(_asked(trace, name, t, int(rng.integers(sizes.n_nodes)) + 1, text))
    return [{"case": case, **stop} for stop in stops]


def _on_paper(rng: np.random.Generator, name: str, text: Catalogue) -> dict:
    """A question of one kind, about numbers that a pencil can do."""
    for _ in range(_MOST_DRAWS):
        trace = run(_small(rng))
        sizes = trace.experiment.sizes
        least = 2 if name == "sent" else 1
        last = sizes.n_sequences - 1 if name == "meeting" else sizes.n_sequences
        t, n = int(rng.integers(least, last + 1)), int(rng.integers(sizes.n_nodes)) + 1
        stop = _asked(trace, name, t, n, text, on_paper=True)
        value = number(stop["ask"]["of"], trace)
        if _is_short(value) and value and len(stop["ask"]["slip"]) == len(QUESTIONS[name].slips):
            return {"case": encode(trace.experiment, "pencil")} | stop | {"say": {text.language: given(trace, text)}}
    raise RuntimeError(f"no question of the kind {name}")


def _asked(trace: Trace, name: str, t: int, n: int, text: Catalogue, *, on_paper: bool = False) -> dict:
    """A question about node n at step t, with the slips that can be told from it and from each other."""
    question, places = QUESTIONS[name], _places(trace.experiment.sizes, t, n)
    told_apart = [number(question.of.format(**places), trace)]
    slips = []
    for slip, of in question.slips.items():
        gives = of.format(**places)
        value = number(gives, trace)
        if all(abs(value - other) > _APART * max(1.0, abs(other)) for other in told_apart):
            told_apart.append(value)
            slips.append({"of": gives, "said": {text.language: text(f"practice.slip.{slip}")}})
    right = (on_paper and question.worked) or question.right
    return {
        "at": f"{question.phase} {t}",
        "say": {text.language: text(f"practice.next.{question.phase}", t=t)},
        "ask": {
            "kind": "number",
            "of": question.of.format(**places),
            "digits": 3,
            "hide": [place.format(**places) for place in question.hides],
            "question": {text.language: text(f"practice.ask.{name}", **_spoken(trace, t, n))},
            "right": {text.language: right.format(**places)},
            "slip": slips,
        },
    }


def _places(sizes: Sizes, t: int, n: int) -> dict[str, object]:
    """What the expressions and the solutions of a question name."""
    features, nodes = range(1, sizes.n_features + 1), range(1, sizes.n_nodes + 1)
    before = [f"h[{t - 1}, {m}]" if t > 1 else f"h_0[{m}]" for m in nodes]
    from_state = [f"{{{state}}}·{{W_h[{m}, {n}]}}" for m, state in zip(nodes, before, strict=True)]
    from_input = [f"{{x[{t}, {f}]}}·{{W_x[{f}, {n}]}}" for f in features]
    return {
        "t": t,
        "before": t - 1,
        "n": n,
        "inputs": " + ".join(f"x[{t}, {f}] * W_x[{f}, {n}]" for f in features),
        "sum": " + ".join([*from_state, *from_input, f"{{B[{n}]}}"]),
        "back": " + ".join(f"{{da[{t}, {m}]:6}}·{{W_h[{n}, {m}]}}" for m in nodes),
    }


def _spoken(trace: Trace, t: int, n: int) -> dict[str, object]:
    """What a question may name."""
    return {"t": t, "n": n, "before": t - 1, "x": short(trace.experiment.x[0, t - 1, 0].item())} | {
        "da": short(trace.bwd.da[0, t - 1, n - 1].item(), 4)
    }


def _small(rng: np.random.Generator) -> Experiment:
    """An experiment of whole numbers and halves, with one or two nodes and two or three steps."""
    sizes = Sizes(1, int(rng.integers(2, 4)), 1, int(rng.integers(1, 3)))
    return Experiment(
        x=rng.choice(_INPUTS, size=(1, sizes.n_sequences, 1)),
        W_x=rng.choice(_WEIGHTS, size=(1, sizes.n_nodes)),
        W_h=rng.choice(_WEIGHTS, size=(sizes.n_nodes, sizes.n_nodes)),
        B=rng.choice(_INPUTS, size=sizes.n_nodes),
        h_initial=rng.choice(_INPUTS, size=(1, sizes.n_nodes)),
        y=rng.choice(_INPUTS, size=(1, sizes.n_sequences, sizes.n_nodes)),
        activation=str(rng.choice(["identity", "relu"])),
        learning_rate=0.5,
    )


def _is_short(value: float) -> bool:
    return abs(value) <= _LARGEST and round(value, _DECIMALS) == value


def given(trace: Trace, text: Catalogue) -> str:
    """All numbers of a small experiment, to be worked with."""
    made = trace.experiment
    rows = {"x": made.x[0], "W_x": made.W_x, "W_h": made.W_h, "B": made.B, "h_0": made.h_initial[0], "y": made.y[0]}
    listed = [f"{name} = {_written(values)}" for name, values in rows.items()]
    return text("practice.given", f=made.activation, numbers=", ".join(listed))


def _written(values: np.ndarray) -> str:
    if values.ndim == 1 and values.size == 1:
        return short(values.item())
    if values.ndim == 1:
        return f"({', '.join(short(value) for value in values.tolist())})"
    if values.shape[1] == 1 and values.shape[0] > 1:  # a step each
        return f"({', '.join(short(value) for value in values[:, 0].tolist())})"
    if values.size == 1:
        return short(values.item())
    return f"({', '.join(_written(row) for row in values)})"

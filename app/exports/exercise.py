"""Exercises: the class `SimpleRNN` of the course with its decisive lines left out, as a notebook to fill in.

The numbers of the case are its tests: each says which array at which step is not yet what the page shows.
"""

from app.exports.notebook import code, markdown, notebook_of
from app.exports.run import Run, literal
from rnn import ACTIVATIONS

_CLASS = """class SimpleRNN:
    def __init__(self, W_x, W_h, B):
        self.W_x, self.W_h, self.B = W_x, W_h, B

    def forward(self, x, h_0):
        # x (batch_size, n_sequences, n_features), h_0 (batch_size, n_nodes)
        batch_size, n_sequences, _ = x.shape
        self.x, self.h_0 = x, h_0
        self.a = np.zeros((batch_size, n_sequences, len(self.B)))
        self.h = np.zeros_like(self.a)
        for t in range(n_sequences):
            h_previous = self.h[:, t - 1] if t > 0 else h_0
{forward}
        return self.h
"""

_BACKWARD = """
    def backward(self, dh_output):
        # dh_output[:, t] is what the loss of step t hands to h[:, t]
        self.dW_x, self.dW_h, self.dB = np.zeros_like(self.W_x), np.zeros_like(self.W_h), np.zeros_like(self.B)
        self.dh, self.dx = np.zeros_like(self.h), np.zeros_like(self.x)
        dh_next = np.zeros_like(self.h_0)
        for t in reversed(range(self.x.shape[1])):
            h_previous = self.h[:, t - 1] if t > 0 else self.h_0
{backward}
        self.dh_0 = dh_next
"""


def exercise_forward(run: Run) -> str:
    """The pass forward, to be written: a_t and h_t."""
    tests = [
        "layer = SimpleRNN(W_x, W_h, B)",
        "h = layer.forward(x, h_0)",
        f"expected_h = {literal(run.trace.fwd.h)}",
        "for t in range(x.shape[1]):",
        *_compared("h[:, t]", "expected_h[:, t]", 'f"h_{t + 1}"'),
    ]
    blank = _blank(run, "exercise.forward.lines", "self.a[:, t] = ", "self.h[:, t] = ")
    return _notebook(run, "forward", _CLASS.format(forward=blank), tests)


def exercise_backward(run: Run) -> str:
    """The way back, to be written; the pass forward is given."""
    activation = ACTIVATIONS[run.experiment.activation]
    forward = [
        "self.a[:, t] = h_previous @ self.W_h + x[:, t] @ self.W_x + self.B",
        f"self.h[:, t] = {activation.value_line.format(a='self.a[:, t]')}",
    ]
    given = _CLASS.format(forward="\n".join(f"            {line}" for line in forward))
    blank = _blank(
        run, "exercise.backward.lines", "self.dh[:, t] = ", "da = ", "self.dW_h += ", "self.dW_x += ", "self.dB += ",
        "self.dx[:, t] = ", "dh_next = ",
    )  # fmt: skip
    names = {"dW_h": "dW_h", "dW_x": "dW_x", "dB": "dB", "dx": "dx", "dh_0": "dh_initial"}
    tests = [
        "layer = SimpleRNN(W_x, W_h, B)",
        "layer.forward(x, h_0)",
        f"layer.backward({literal(run.trace.loss.dh_output)})",
        f"expected_dh = {literal(run.trace.bwd.dh)}",
        "for t in reversed(range(x.shape[1])):",
        *_compared("layer.dh[:, t]", "expected_dh[:, t]", 'f"dh at t = {t + 1}"'),
        "expected = {",
        *(f'    "{name}": {literal(run.trace.arrays[array])},' for name, array in names.items()),
        "}",
        "for name, values in expected.items():",
        *_compared("getattr(layer, name)", "values", "name"),
    ]
    return _notebook(run, "backward", given + _BACKWARD.format(backward=blank), tests)


def _notebook(run: Run, which: str, source: str, tests: list[str]) -> str:
    title = f"# {run.said(f'take.exercise_{which}')}\n\n{run.said(f'exercise.{which}')}\n\n?e={run.link}"
    return notebook_of(
        markdown(title),
        code(f"import numpy as np\n\n{run.given()}"),
        code(source.rstrip()),
        markdown(run.said("exercise.tests")),
        code("\n".join([*tests, f'print("{run.said("take.equal")}")'])),
    )


def _blank(run: Run, key: str, *starts: str) -> str:
    """Lines to be written: a comment, and of each how it begins."""
    lines = [f"# {run.said(key)}", *(f"# {start}..." for start in starts)]
    return "\n".join(f"            {line}" for line in lines)


def _compared(found: str, expected: str, name: str) -> list[str]:
    return [f"    np.testing.assert_allclose({found}, {expected}, rtol=1e-6, atol=1e-9, err_msg={name})"]

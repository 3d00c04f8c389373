"""The case with the engine of this project, the package `rnn`."""

from app.exports.run import Run

_CHECKED = ("h", "a", "dh", "da", "dx", "dh_initial", "dW_h", "dW_x", "dB")


def rnn_code(run: Run) -> str:
    """A program that runs beside the folder `rnn/`."""
    made = run.experiment
    carries = [f"carries_loss = np.array({made.carries_loss.tolist()})"] if run.target == "y" else []
    names = ["Params", "backward", "forward", *(["half_squared_error"] if run.target == "y" else [])]
    value = "loss.value" if run.target == "y" else "(g * fwd.h).sum()"
    of = {"h": "fwd", "a": "fwd"}
    results = [f'    "{name}": {of.get(name, "bwd")}.{name},' for name in _CHECKED]
    parts = [
        run.head(),
        "import numpy as np",
        f"from rnn import {', '.join(names)}",
        "",
        run.comment("take.given"),
        run.given(),
        *carries,
        "",
        "params = Params(W_x=W_x, W_h=W_h, B=B)",
        f'fwd = forward(params, x, h_0, "{made.activation}")',
        *(
            ["loss = half_squared_error(fwd.h, y, carries_loss)", "bwd = backward(params, fwd, loss.dh_output)"]
            if run.target == "y"
            else ["bwd = backward(params, fwd, g)"]
        ),
        "",
        run.comment("take.checked"),
        run.expected(*_CHECKED),
        "results = {",
        *results,
        "}",
    ]
    if run.is_finite:
        parts += [
            "for name, values in expected.items():",
            "    np.testing.assert_allclose(results[name], values, rtol=1e-9, atol=1e-14, err_msg=name)",
            f"np.testing.assert_allclose({value}, {run.trace.loss.value!r}, rtol=1e-9, atol=1e-14)",
            f'print("{run.said("take.equal")}")',
        ]
    else:
        parts.append(run.comment("take.overflow"))
    return "\n".join(parts) + "\n"

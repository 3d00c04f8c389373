"""The case in plain NumPy: the program that stands beside the clock, with the numbers of the page asserted."""

from app.exports.run import Run, loss_line
from app.timeline.listing import listing

#: What the program has made when all steps are added, by its name there and on the page.
CHECKED = ("h", "a", "dx", "dh_initial", "dW_h", "dW_x", "dB")


def numpy_code(run: Run) -> str:
    """A program that runs as it stands."""
    parts = numpy_parts(run)
    return "\n\n".join(["\n".join([run.head(), "import numpy as np"]), *parts]) + "\n"


def numpy_parts(run: Run) -> list[str]:
    """The numbers, the passes, what the page shows, and the update, each a piece of the program."""
    lines = _lines(run)
    update = next(i for i, (name, _) in enumerate(lines) if name == "update")
    passes = "\n".join(code for _, code in lines[:update])
    after = "\n".join(code for _, code in lines[update:])
    zeros = [
        "batch_size, n_sequences, n_features = x.shape",
        "a, h, h_previous, dh_output = (np.zeros((batch_size, n_sequences, len(B))) for _ in range(4))",
        "dx = np.zeros_like(x)",
    ]
    made = {"dh_initial": "dh_next"}
    results = [f'    "{name}": {made.get(name, name)},' for name in CHECKED]
    checks = [run.expected(*CHECKED), "results = {", *results, "}", *_asserted(run)]
    return [
        "\n".join([run.comment("take.given"), run.given(), *zeros]),
        passes,
        "\n".join([run.comment("take.checked"), *checks]),
        "\n".join([run.comment("take.updated"), after, *_asserted_after(run)]),
    ]


def _lines(run: Run) -> list[tuple[str, str]]:
    made = run.experiment
    lines = listing(run.text, made.activation, made.loss, made.placement)
    return [(line["name"], "".join(piece["text"] for piece in line["pieces"])) for line in lines]


def _asserted(run: Run) -> list[str]:
    if not run.is_finite:
        return [run.comment("take.overflow")]
    return [
        "for name, values in expected.items():",
        "    np.testing.assert_allclose(results[name], values, rtol=1e-9, atol=1e-14, err_msg=name)",
        f"np.testing.assert_allclose({loss_line(run)}, {run.trace.loss.value!r}, rtol=1e-9, atol=1e-14)",
    ]


def _asserted_after(run: Run) -> list[str]:
    if not run.is_finite:
        return []
    after = f"np.testing.assert_allclose({loss_line(run)}, {float(run.trace.loss_after)!r}, rtol=1e-9, atol=1e-14)"
    return [after, f'print("{run.said("take.equal")}")']

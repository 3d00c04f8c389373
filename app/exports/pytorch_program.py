"""The case in PyTorch: `torch.nn.RNN` where it has the activation, else a loop that autograd follows back."""

from app.exports.run import Run, loss_line

_LAYER = {"tanh": "tanh", "relu": "relu"}
_FUNCTIONS = {"sigmoid": "torch.sigmoid(a_t)", "identity": "a_t"}


def pytorch_code(run: Run) -> str:
    """A program that runs as it stands where PyTorch is installed."""
    made = run.experiment
    parts = [
        run.head(),
        "import numpy as np",
        "import torch",
        "",
        run.comment("take.given"),
        run.given("torch.tensor", ", dtype=torch.float64"),
        "batch_size, n_sequences, n_features = x.shape",
        "x.requires_grad_()",
        "h_0.requires_grad_()",
        "",
        *(_layer(run) if made.activation in _LAYER else _loop(run)),
        "",
        f"L = {loss_line(run)}",
        run.comment("take.torch.loss"),
        "L.backward()",
        "",
        run.comment("take.checked"),
        run.expected("h", "dx", "dh_initial", "dW_h", "dW_x", "dB"),
        "results = {",
        '    "h": h.detach(),',
        '    "dx": x.grad,',
        '    "dh_initial": h_0.grad,',
        *_gradients(made.activation in _LAYER),
        "}",
    ]
    if not run.is_finite:
        return "\n".join([*parts, run.comment("take.overflow")]) + "\n"
    parts += [
        "for name, values in expected.items():",
        "    np.testing.assert_allclose(results[name], values, rtol=1e-7, atol=1e-12, err_msg=name)",
        f"np.testing.assert_allclose(L.item(), {run.trace.loss.value!r}, rtol=1e-7, atol=1e-12)",
        f'print("{run.said("take.equal")}")',
    ]
    return "\n".join(parts) + "\n"


def _layer(run: Run) -> list[str]:
    return [
        "layer = torch.nn.RNN(",
        "    n_features, len(B), batch_first=True, dtype=torch.float64,",
        f'    nonlinearity="{_LAYER[run.experiment.activation]}",',
        ")",
        run.comment("take.torch.weights"),
        "with torch.no_grad():",
        "    layer.weight_ih_l0.copy_(W_x.T)",
        "    layer.weight_hh_l0.copy_(W_h.T)",
        "    layer.bias_ih_l0.copy_(B)",
        "    layer.bias_hh_l0.zero_()",
        "h, _ = layer(x, h_0[None])",
    ]


def _loop(run: Run) -> list[str]:
    return [
        run.comment("take.torch.loop"),
        "for weight in (W_x, W_h, B):",
        "    weight.requires_grad_()",
        "states, h_t = [], h_0",
        "for t in range(n_sequences):",
        "    a_t = x[:, t] @ W_x + h_t @ W_h + B",
        f"    h_t = {_FUNCTIONS[run.experiment.activation]}",
        "    states.append(h_t)",
        "h = torch.stack(states, dim=1)",
    ]


def _gradients(is_layer: bool) -> list[str]:
    if is_layer:
        found = ("layer.weight_hh_l0.grad.T", "layer.weight_ih_l0.grad.T", "layer.bias_ih_l0.grad")
    else:
        found = ("W_h.grad", "W_x.grad", "B.grad")
    return [f'    "{name}": {code},' for name, code in zip(("dW_h", "dW_x", "dB"), found, strict=True)]

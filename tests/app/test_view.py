"""A view is worked out as plain NumPy would."""

import numpy as np
import pytest

from app.timeline.view import at, evaluate, matmul, position, rows, since, total, transpose

ARRAYS = {
    "da": np.arange(2 * 5 * 4).reshape(2, 5, 4) / 7 - 2,
    "x": np.arange(2 * 5 * 3).reshape(2, 5, 3) / 3,
    "W": np.arange(3 * 4).reshape(3, 4) - 5.5,
    "B": np.arange(4.0),
    "loss": np.asarray(0.25),
}
DA, X, W, B = (ARRAYS[name] for name in ("da", "x", "W", "B"))
NOW = {"t": 3, "b": 1}


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("da", DA),
        ("loss", ARRAYS["loss"]),
        (at("da", "b", "t-1"), DA[1, 2]),
        (at("da", "b", "t"), DA[1, 3]),
        (at("da", "b", "t+1"), DA[1, 4]),
        (at("da", 0), DA[0]),
        (at("da", None, "t-1"), DA[:, 2]),
        (at("da", "b", None, 2), DA[1, :, 2]),
        (at("da", None, since("t-1")), DA[:, 2:]),
        (at("da", since(1), 0), DA[1:, 0]),
        (rows("da"), DA.reshape(10, 4)),
        (rows("W"), W),
        (rows("B"), B[None]),
        (transpose("W"), W.T),
        (transpose(at("x", "b")), X[1].T),
        (matmul("x", "W"), X @ W),
        (matmul(at("x", "b"), "W"), X[1] @ W),
        (matmul(at("x", "b", "t-1"), "W"), X[1, 2][None] @ W),
        (total("da"), DA.sum(axis=0)),
        (total(rows("da")), DA.sum(axis=(0, 1))),
        (total("B"), np.asarray(6.0)),
        (["norm", "da"], np.linalg.norm(DA, axis=-1)),
        (["norm", at("da", "b")], np.linalg.norm(DA[1], axis=-1)),
        (
            matmul(transpose(rows(at("x", None, since("t-1")))), rows(at("da", None, since("t-1")))),
            np.einsum("btf,btn->fn", X[:, 2:], DA[:, 2:]),
        ),
    ],
)
def test_a_view_shows_what_numpy_gives(view, expected):
    found = evaluate(view, ARRAYS, NOW)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=1e-14, atol=1e-14)


@pytest.mark.parametrize(
    ("index", "expected"), [(0, 0), (4, 4), ("t", 3), ("t-1", 2), ("t+1", 4), ("t-12", -9), ("b", 1), ("b+10", 11)]
)
def test_an_index_is_a_number_or_a_variable_with_an_offset(index, expected):
    assert position(index, NOW) == expected

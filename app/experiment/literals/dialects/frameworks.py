"""What NumPy, PyTorch, JAX and TensorFlow print and write around the numbers of an array.

tensor([[1., 2.]], dtype=torch.float64, grad_fn=<MmBackward0>)      [np.float64(1.0), np.float64(2.0)]
Parameter containing: tensor([[1., 2.]], requires_grad=True)        tf.Tensor([[1. 2.]], shape=(1, 2), dtype=float32)
"""

import re

from app.experiment.literals.dialects.blanks import NUMBER, blanked, padded

#: More tensors than this are not looked for: each may go on to the end of the text.
_MOST = 20
_AROUND = re.compile(r"Parameter containing:|<tf\.\w+\b[^>\n]*?numpy=|(?<=[\])])[ \t\n]*>[ \t\n]*$")
_TF = re.compile(r"tf\.Tensor\((?P<kept>[^=]*?),\s*shape=\([\d, ]*\),\s*dtype=\w+\)|tf\.Tensor\((?P<all>[^=]*)\)")
_KEYWORD = re.compile(
    r",\s*(?:grad_fn=<[^<>\n]{0,99}>|requires_grad=\w+|device='?[\w:.]+'?|shape=\([\d, ]*\)|size=\([\d, ]*\)|copy=\w+"
    r"|ndmin=\d|order='\w'|subok=\w+|weak_type=\w+|trainable=\w+|name='\w*')"
)
_NAME = re.compile(
    r"\b(?:(?:torch|jnp|jax\.numpy|tf|cp|nn|torch\.nn|mx|mx\.np)\.)?"
    r"(?:tensor|Tensor|FloatTensor|DoubleTensor|LongTensor|Array|DeviceArray|Parameter|constant|Variable|array|asarray)(?=\()"
)
_SCALAR = re.compile(rf"\b(?:(?:np|numpy|jnp)\.)?(?:float|int|double|single)\d*\(\s*(?P<kept>{NUMBER})\s*\)")
_QUOTED_TYPE = re.compile(r"(?P<before>\bdtype=\s*|,\s*)['\"](?P<type>[<>=|]?\w+)['\"]")


def frameworks(text: str, name: str) -> str:
    """The text with NumPy's own names for what frameworks call otherwise, without what says nothing of the numbers."""
    if not re.search(r"[A-Za-z]", text):
        return text
    if text.count("tf.") <= _MOST:
        text = padded(_TF, text, lambda match: " " * len("tf.Tensor(") + (match["kept"] or match["all"]))
        text = blanked(_AROUND, text)
    text = blanked(_KEYWORD, text)
    text = padded(_QUOTED_TYPE, text, lambda match: f"{match['before']} {match['type'].lstrip('<>=|')}")
    text = blanked(_SCALAR, text)
    return _NAME.sub(
        lambda match: "array".rjust(len(match[0])) if match[0] not in ("array", "asarray") else match[0], text
    )

"""What people call the arrays of a recurrent network in their own programs."""

import re

#: Array -> its names, as `plain_name` leaves them, where it is the same matrix as here: x_t W_x + h_{t-1} W_h + B.
ALIASES = {
    "x": ("x", "xs", "input", "inputs"),
    "W_x": ("wx", "wxh", "win", "kernel", "winput"),
    "W_h": ("wh", "whh", "w", "u", "recurrentkernel", "wrec", "waa", "weighthh", "weighthhl0"),
    "B": ("b", "bias", "bh", "ba"),
    "h_initial": ("h0", "hinitial", "hinit", "a0"),
    "y": ("y", "ys", "target", "targets", "t", "yhat"),
    "g": ("g", "dh", "grad"),
}
#: Names of weights that stand left of what they multiply, W h, so that they are the transpose of those here: PyTorch's
#: weight_ih and weight_hh; Waa, Wax (A. Ng, Sequence Models); Whh, Wxh (A. Karpathy, min-char-rnn).
TRANSPOSED = {
    "W_x": ("weightih", "weightihl0", "wax", "wxh"),
    "W_h": ("weighthh", "weighthhl0", "waa", "whh"),
}
_NAME = re.compile(
    r"\s*(?:>>>\s*|In ?\[\d*\]:\s*)?([A-Za-z_][\w.]*(?:\[['\"]\w+['\"]\])?)\s*(?:=|<-|$)", re.MULTILINE | re.ASCII
)


def plain_name(name: str) -> str:
    """A name without what goes before its last dot, without brackets and underscores, in small letters."""
    return re.sub(r"[^a-z0-9]", "", name.split(".")[-1].split("[")[-1].lower())


def is_transposed(text: str, name: str) -> bool:
    """Whether a text calls its array as the transpose of this one is called."""
    names = {plain_name(match[1]) for match in _NAME.finditer(text)}
    return any(one in names for one in TRANSPOSED.get(name, ()))

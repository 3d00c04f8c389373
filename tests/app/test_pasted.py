"""What people paste: each text from how a real tool prints it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.experiment.literals import LiteralError, fitted, readings
from app.experiment.literals.dialects import DIALECTS
from app.translations import LANGUAGES, Catalogue
from tests.app.pasted import ASKED, REFUSED, TAKEN

RELAXED = settings(deadline=None)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
MATRICES = arrays.arrays(np.float64, arrays.array_shapes(min_dims=2, max_dims=2, max_side=5), elements=NUMBERS)


def test_there_are_many_of_them_and_half_are_refused():
    assert len(TAKEN) + len(ASKED) + len(REFUSED) >= 120
    assert len(REFUSED) >= 60


@pytest.mark.parametrize(("text", "numbers"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_it_is_read(text, numbers):
    found = [fitted(reading.values, np.shape(numbers)) for reading in readings(text, "W_h")]
    assert [values.tolist() for values in found if values is not None] == [numbers]


@pytest.mark.parametrize(("text", "meant"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_where_a_comma_can_be_two_things_there_are_two_readings(text, meant):
    found = readings(text)
    assert [reading.values.tolist() for reading in found] == list(meant.values())
    assert [reading.decimal for reading in found] == (list(meant) if len(meant) > 1 else [""])


@pytest.mark.parametrize(
    ("text", "key", "line", "column"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_it_is_refused_with_its_place(text, key, line, column):
    with pytest.raises(LiteralError) as caught:
        readings(text, "W_h")
    error = caught.value
    assert (error.key, error.line, error.column) == ("error.literal." + key, line, column)
    for language in LANGUAGES:
        assert Catalogue(language)(error.key, **error.values)


def test_what_was_skipped_of_a_table_is_told():
    (reading,) = readings(",first,second\n0,0.1,0.2\n1,0.5,0.6")
    assert (reading.header, reading.index) == ("first second", "0")
    (reading,) = readings("node,a\nup,0.1\ndown,0.2")
    assert (reading.header, reading.index) == ("node a", "up")
    (reading,) = readings("0.1,0.2\n0.5,0.6")
    assert (reading.header, reading.index) == ("", "")


@RELAXED
@given(
    st.one_of(st.sampled_from([row[1] for row in TAKEN + REFUSED]), st.text(max_size=60)),
    st.sampled_from(["W_h", "x", ""]),
)
def test_a_dialect_leaves_every_character_in_its_line_and_column(text, name):
    for dialect in DIALECTS:
        made = dialect(text, name)
        assert len(made) == len(text)
        assert [i for i, c in enumerate(made) if c == "\n"] == [
            i for i, c in enumerate(text) if c == "\n"
        ] or "\\begin" in text


def framed(values, how):
    rows = [", ".join(map(repr, row)) for row in values.tolist()]
    nested = "[" + ", ".join(f"[{row}]" for row in rows) + "]"
    return {
        "torch": f"torch.tensor({nested}, dtype=torch.float64)",
        "grad": f"tensor({nested}, grad_fn=<MmBackward0>)",
        "transposed": f"np.array({np.ascontiguousarray(values.T).tolist()}).T",
        "reshaped": f"np.array({values.ravel().tolist()}).reshape{values.shape}",
        "mathematica": nested.replace("[", "{").replace("]", "}").replace("e", "*^"),
        "latex": "\\begin{pmatrix} " + r" \\ ".join(row.replace(",", " &") for row in rows) + " \\end{pmatrix}",
        "rbind": "rbind(" + ", ".join(f"c({row})" for row in rows) + ")",
        "r": f"matrix(c({', '.join(map(repr, values.ravel(order='F').tolist()))}), nrow={len(values)})",
        "scalars": "["
        + ", ".join("[" + ", ".join(f"np.float64({x!r})" for x in row) + "]" for row in values.tolist())
        + "]",
        "decimal commas": "\n".join("\t".join(repr(x).replace(".", ",") for x in row) for row in values.tolist()),
        "header": "\n".join(
            ["\t".join(f"c{i}" for i in range(values.shape[1])), *(row.replace(", ", "\t") for row in rows)]
        ),
    }[how]


@RELAXED
@given(
    MATRICES,
    st.sampled_from(
        [
            "torch",
            "grad",
            "transposed",
            "reshaped",
            "mathematica",
            "latex",
            "rbind",
            "r",
            "scalars",
            "decimal commas",
            "header",
        ]
    ),
)
def test_every_notation_gives_the_numbers_back_bit_for_bit(values, how):
    found = [fitted(reading.values, values.shape) for reading in readings(framed(values, how))]
    assert values.tobytes() in [one.tobytes() for one in found if one is not None]

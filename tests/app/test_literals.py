"""The text of an array: every form that is read, every mistake and its place, and that nothing else gets through."""

import string
import time

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app import limits
from app.experiment import ExperimentError
from app.experiment.literals import LiteralError, read, write
from app.experiment.presets import TEXTBOOK
from app.translations import LANGUAGES, Catalogue

FINITE = st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=True)
RELAXED = settings(deadline=None)  # a busy machine is no failure
SHAPES = arrays.array_shapes(min_dims=0, max_dims=3, min_side=1, max_side=5)
BLOCK = [[1, -3, 5], [7, 0.25, 1e-3]]


def same(one, other) -> bool:
    return one.shape == other.shape and one.dtype == other.dtype and one.tobytes() == other.tobytes()


def refusal(text: str, shape=(2, 3)) -> LiteralError:
    with pytest.raises(LiteralError) as caught:
        read(text, shape)
    return caught.value


@RELAXED
@given(arrays.arrays(np.float64, SHAPES, elements=FINITE))
@example(np.array([-0.0, 5e-324, -2.2250738585072009e-308, 0.1 + 0.2, 1.7976931348623157e308]))
def test_what_is_written_reads_back_bit_for_bit(array):
    assert same(read(write(array), array.shape), array)


@RELAXED
@given(arrays.arrays(np.float64, SHAPES, elements=FINITE))
def test_what_is_written_is_python_that_numpy_reads_the_same(array):
    assert same(eval(write(array), {"np": np}), array)


@RELAXED
@given(
    arrays.arrays(np.float64, arrays.array_shapes(min_dims=2, max_dims=2, max_side=5), elements=FINITE),
    st.sampled_from([",", ", ", "\t", " ", "  ", " \t", "、", "，", "\u3000"]),
    st.sampled_from([";", "; ", "\n", "\r\n", "\r", ";\n", "；", "\n\n", " ; "]),
    st.sampled_from(["", "[]", "［］"]),
    st.booleans(),
)
def test_a_table_is_read_whatever_separates_its_cells_and_rows(array, comma, semicolon, brackets, is_wide):
    if brackets and ";" not in semicolon and "；" not in semicolon:
        semicolon = ";"  # inside brackets only ; ends a row
    rows = [comma.join(map(repr, row)) for row in array.tolist()]
    text = brackets[:1] + semicolon.join(rows) + brackets[1:]
    if is_wide:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.+-e"})
    assert same(read(text, array.shape), array)


@RELAXED
@given(arrays.arrays(np.float64, arrays.array_shapes(min_dims=1, max_dims=3, max_side=12), elements=FINITE))
def test_what_numpy_prints_is_read(array):
    with np.printoptions(floatmode="unique", linewidth=60, threshold=10_000):
        assert same(read(str(array), array.shape), array)
        assert same(read(repr(array), array.shape), array)


@pytest.mark.parametrize(
    "text",
    [
        "np.array([[1, -3, 5], [7, .25, 1e-3]])",
        "numpy.array([[1, -3, 5], [7, .25, 1e-3]])",
        "array([[1, -3, 5], [7, .25, 1e-3]])",
        "np.array(((1, -3, 5), (7, .25, 1e-3)))",
        "np.array([[100, -300, 500], [700, 25, .1]]) / 100",
        "np.array([[1, -3, 5], [7, .25, 1e-3]], dtype=float)",
        "np.array(object=[[1, -3, 5], [7, .25, 1e-3]], dtype=np.float64)",
        "[[1, -3, 5], [7, 0.25, 1E-3]]",
        "[[1, -3, 5,], [7, .25, +1e-3,],]",
        "[[1, -3, 5], [7, 1/4, 10**-3]]",
        "-[[-1, 3, -5], [-7, -.25, -1e-3]]",
        "(1, -3, 5), (7, .25, 1e-3)",
        "W_x = np.array([[1, -3, 5],  # 重み first row ;)\n                [7, .25, 1e-3]]);",
        "self.W_x=\n[[1,\n-3,\n5],\n\n[7, .25, 1e-3]]",
        "\ufeff1,-3,5\r\n7,.25,1e-3\r\n",
        "1\t-3\t5\n7\t.25\t1e-3",
        "1 -3 5; 7 .25 1e-3",
        "[1 -3 5; 7 .25 1e-3;];",
        "[100 -300 500; 700 25 .1] / 100",
        "1 -3 5  # the first row\n# nothing\n7 .25 1e-3",
        "2/2 -6/2 5; 7 1/4 1e-3",
        "[1, -3, 5]\n[7, .25, 1e-3]",
        "[1, -3, 5],\n[7, .25, 1e-3],\n",
        "[[1 -3 5]\n [7 .25 1e-3]]",
        "［［１，－３、５］，【７，０．２５，１ｅ−３】］",
        "１　−３　５；７　．２５　１ｅ－３",
        "ｎｐ．ａｒｒａｙ（［［１００，−３００，５００］，［７００，２５，．１］］）÷１００",
        "[[1, -3, 5], [7, .25, 1e-3]] * np.ones((2, 3)) - np.zeros((2, 3))",
        "[[1, -3, 5], [7, .25, 1e-3]] + np.full((2, 3), 0)",
    ],
)
def test_every_form_of_the_same_block_is_read(text):
    assert np.array_equal(read(text, (2, 3)), BLOCK)


@pytest.mark.parametrize(
    ("text", "array"),
    [
        ("np.zeros((2, 3))", np.zeros((2, 3))),
        ("zeros(3)", np.zeros(3)),
        ("ones(shape=[2, 1])", np.ones((2, 1))),
        ("np.full((2, 2), -.5)", np.full((2, 2), -0.5)),
        ("full((2,), fill_value=1/3)", np.full(2, 1 / 3)),
        ("np.eye(3)", np.eye(3)),
        ("np.eye(2, 3)", np.eye(2, 3)),
        ("np.eye(4, k=1)", np.eye(4, k=1)),
        ("eye(N=2, M=3, k=-1)", np.eye(2, 3, k=-1)),
        (".6 * np.eye(2)", 0.6 * np.eye(2)),
        ("linspace(-1, 1, 5)", np.linspace(-1, 1, 5)),
        ("linspace(0, 1)", np.linspace(0, 1)),
        ("np.linspace(start=0, stop=1, num=4, endpoint=False)", np.linspace(0, 1, 4, endpoint=False)),
        ("arange(4)", np.arange(4.0)),
        ("np.arange(1, 4)", np.arange(1.0, 4)),
        ("np.arange(0, 1, .3)", np.arange(0, 1, 0.3)),
        ("numpy.arange(start=3, stop=0, step=-1)", np.arange(3.0, 0, -1)),
        ("[np.ones(2), 2 * np.ones(2)]", np.array([[1.0, 1], [2, 2]])),
        ("-2**2", np.array(-4.0)),
        ("2**-1**2", np.array(0.5)),
        ("(1 + 2) * 3 - 4 / 8", np.array(8.5)),
        ("np.array([2, 3])**2", np.array([4.0, 9])),
        ("2**np.array([1, 3])", np.array([2.0, 8])),
        ("[-0, 0]", np.array([-0.0, 0.0])),
    ],
)
def test_functions_and_arithmetic_give_what_numpy_gives(text, array):
    assert same(read(text, array.shape), np.asarray(array, dtype=np.float64))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3 -1", [3, -1]),
        ("[3 -1]", [3, -1]),
        ("[3 -1, 2]", [2, 2]),
        ("3 -1, 2", [2, 2]),
        ("3 - 1, 2", [2, 2]),
        ("(3 -1), 2", [2, 2]),
        ("np.array([3 -1])", [2]),
        ("3 - 1", [2]),
        ("3-1", [2]),
        ("[3, 4] -1", [2, 3]),
        ("3\t-1", [3, -1]),
        ("[1 2\n 3]", [1, 2, 3]),
    ],
)
def test_a_blank_before_a_sign_separates_only_where_nothing_else_does(text, numbers):
    assert read(text, (len(numbers),)).tolist() == numbers


def test_the_textbook_weights_read_as_the_course_writes_them():
    assert same(read("np.array([[1,3,5,7],[3,5,7,8]])/100", (2, 4)), TEXTBOOK.W_x)
    assert same(read("x = np.array([[[1,2],[2,3],[3,4]]])/100", (1, 3, 2)), TEXTBOOK.x)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("1 2 3", (1, 3)),
        ("1 2 3", (1, 1, 3)),
        ("1 2; 3 4", (1, 2, 2)),
        ("5", (1,)),
        ("5", (1, 1)),
        ("[[[5]]]", (1, 1, 1)),
        ("[[1, 2, 3]]", (3,)),
        ("1; 2; 3", (3,)),
        ("[[1], [2], [3]]", (3,)),
    ],
)
def test_axes_of_length_one_may_be_left_out_or_stand_there(text, shape):
    assert read(text, shape).shape == shape


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("1 2 3", (3,), (3, 1)),
        ("1 2; 3 4", (2, 2), (4,)),
        ("1 2 3 4", (4,), (2, 2)),
        ("1 2; 3 4; 5 6", (3, 2), (2, 3)),
        ("1 2; 3 4", (2, 2), (2, 2, 2)),
        ("5", (), (2,)),
        ("[]", (0,), (1, 0)),
        ("np.eye(2)", (2, 2), (3, 3)),
    ],
)
def test_another_shape_is_refused_with_both_shapes(text, found, expected):
    if expected == (1, 0):
        expected = (2, 0)
    error = refusal("\n " + text, expected)
    assert (error.key, error.values["found"], error.values["expected"]) == ("error.literal.shape", found, expected)
    assert (error.line, error.column) == (2, 2)


MISTAKES = [
    ("", "empty", 1, 1),
    (" \n;", "empty", 1, 1),
    ("W = # later", "empty", 1, 1),
    ("1, 2\n3, $", "character", 2, 4),
    ("3²", "character", 1, 2),
    ("'1'", "character", 1, 1),
    ("[1, {2}]", "character", 1, 5),
    ("[1, 2,\n [x, 3]]", "name", 2, 3),
    ("np.sin(1)", "name", 1, 1),
    ("np.array([1]).sum(1)", "name", 1, 14),
    ("np.array([1, 2]).reshape(3)", "argument", 1, 1),
    ("np.array([1]).T()", "unsupported", 1, 1),
    ("[[0.1, ..., 0.3]]", "summarised", 1, 8),
    ("1\t#DIV/0!", "cell", 1, 3),
    ("1 2j", "number", 1, 3),
    ("0x10", "number", 1, 1),
    ("1.2.3", "number", 1, 1),
    ("0 01", "number", 1, 3),
    ("９" * 401, "number", 1, 1),
    ("1\n2\n x", "name", 3, 2),
    ("1\r\n2\r x", "name", 3, 2),
    ("1, # one\n # \n2 # two\n x", "name", 4, 2),
    ("[[1, 2], [3, 4)", "mismatch", 1, 15),
    ("np.array([[1, 2], [3, 4])", "mismatch", 1, 25),
    ("1, 2]", "bracket", 1, 5),
    ("np.array([[1, 2],\n [3, 4]", "unclosed", 1, 10),
    ("np.array([[1, 2], [3 4]])", "syntax", 1, 20),
    ("1,,2", "syntax", 1, 3),
    ("[1 2, 3]", "syntax", 1, 2),
    ("x = np.eye(2) = 3", "syntax", 1, 5),
    ("1 +", "incomplete", 1, 4),
    ("1\t\t2", "incomplete", 1, 3),
    ("1 2 +; 3 4", "syntax", 1, 6),
    ("np.eye(2)\nnp.eye(2)", "second", 2, 1),
    ("a = np.eye(2); \n b = np.eye(2)", "name", 2, 2),
    ("np.full((2; 3), 4)", "second", 1, 13),
    ("np.array", "unsupported", 1, 1),
    ("[1, True]", "unsupported", 1, 5),
    ("7 // 2", "unsupported", 1, 1),
    ("[1, eye(2)(3)]", "unsupported", 1, 5),
    ("[1, 2 == 3]", "unsupported", 1, 5),
    ("[1, *[2]]", "unsupported", 1, 5),
    ("eye(**[2])", "unsupported", 1, 7),
    ("np.zeros(2, 3)", "argument", 1, 1),
    ("[1, eye()]", "argument", 1, 5),
    ("eye(2, M=2, M=3)", "argument", 1, 1),
    ("eye(2, num=2)", "argument", 1, 1),
    ("eye(2.5)", "argument", 1, 1),
    ("eye([2, 2])", "argument", 1, 1),
    ("zeros([[2]])", "argument", 1, 1),
    ("zeros((1, 1, 1, 1, 1, 1, 1, 1, 1))", "argument", 1, 1),
    ("zeros(-1)", "argument", 1, 1),
    ("full(2, [1, 2])", "argument", 1, 1),
    ("linspace(0, 1, [2, 3])", "argument", 1, 1),
    ("linspace(0, 1, -2)", "argument", 1, 1),
    ("arange(0, 1, 0)", "argument", 1, 1),
    ("array([1], dtype=object)", "unsupported", 1, 18),
    ("1 2 3\n4 5", "ragged", 2, 1),
    ("[[1, 2],\n 3]", "ragged", 2, 2),
    ("[1, 2] * 2", "list", 1, 1),
    ("2 * (1, 2)", "list", 1, 1),
    ("[1, 2] + [3, 4]", "list", 1, 1),
    ("1, np.ones(2) - np.ones(3)", "broadcast", 1, 4),
    ("np.ones((2, 3)) * np.ones(3)", "broadcast", 1, 1),
    ("[1, 1/0]", "not_finite", 1, 5),
    ("1 NaN", "not_finite", 1, 3),
    ("-np.inf", "not_finite", 1, 2),
    ("1, 1e309", "not_finite", 1, 4),
    ("9" * 399, "not_finite", 1, 1),
    ("9**9**9", "not_finite", 1, 1),
    ("(-8) ** (1/3)", "not_finite", 1, 1),
    ("linspace(-1.7e308, 1.7e308)", "not_finite", 1, 1),
    ("1, arange(1e12)", "many", 1, 4),
    ("arange(0, 1, 5e-324)", "many", 1, 1),
    ("zeros((1000, 1000))", "many", 1, 1),
    ("eye(1e9)", "many", 1, 1),
    ("eye(2, k=1e300)", "many", 1, 1),
    ("linspace(0, 1, 1e9)", "many", 1, 1),
    ("ones(102400), ones(102400)", "many", 1, 1),
    ("1\n" * 105_000, "many", 1, 1),
    ("[]," * 104_000, "many", 1, 1),
    ("eye(1)," * 3_000, "many", 1, 13_931),
    ("ones(102400)" + "-ones(102400)" * 20, "many", 1, 131),
    ("ones((9999, 9999, 9999))", "many", 1, 1),
    ("eye(99999)", "many", 1, 1),
    ("[" * 51 + "]" * 51, "deep", 1, 51),
    ("1" + "+1" * 60, "deep", 1, 1),
    ("-" * 10_000 + "1", "deep", 1, 1),
    ("1" + "+1" * 10_000, "deep", 1, 1),
    ("-" * 20_002 + "1", "parts", 1, 20_002),
    ("1" + "+1" * 100_000, "parts", 1, 40_002),
    ("[]" * 420_001, "parts", 1, 420_001),
    ("1" * 3_000_001, "long", 1, 1),
]


@pytest.mark.parametrize(("text", "key", "line", "column"), MISTAKES, ids=lambda value: str(value)[:30])
def test_a_mistake_is_told_with_its_place(text, key, line, column):
    error = refusal(text)
    assert (error.key, error.line, error.column) == ("error.literal." + key, line, column)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mistake_has_a_sentence_that_names_its_values(language):
    sentences = {key for key in Catalogue(language).sentences if key.startswith("error.literal.")}
    errors = [refusal(text) for text, *_ in MISTAKES] + [refusal("1 2", (3,))]
    assert {error.key for error in errors} == sentences
    for error in errors:
        sentence = Catalogue(language)(error.key, **error.values)
        assert "\n" not in sentence
        assert sentence.encode()


def test_a_mistake_is_an_error_of_the_experiment_and_quotes_little():
    error = refusal("[" + "z" * 1000 + "]")
    assert isinstance(error, ExperimentError)
    assert error.values["found"] == "z" * 23 + "…"
    assert refusal("1 \ud800").values["found"] == "U+D800"
    assert refusal("1 \0").values["found"] == "U+0000"


HOSTILE = [
    "__import__('os').system('true')",
    "().__class__.__base__",
    "np.array.__class__",
    "np.load(1)",
    "open(1)",
    "[x for x in (1, 2)]",
    "{1: 2}",
    "f'{1}'",
    "b'1'",
    "lambda: 1",
    "(x := 1)",
    "1 if 1 else 2",
    "1if 1else 2",
    "not 1",
    "1 or 2",
    "1 < 2",
    "[1][0]",
    "[1][0:1]",
    "1j",
    "...",
    "None",
    "await 1",
    "yield",
    "1_000",
    "1\\\n+1",
    "%d",
    "`1`",
    "@1",
    "~1",
    "\x00",
    "\ud800\udfff",
    "\U0001f600",
    "१",
    "½",
    "9" * 5000,
    "10**10**10",
    "1e999999999",
    "[" * 100_000,
    "(" * 199 + ")" * 199,
    "2**" * 50_000 + "2",
    "np.array(" * 60 + "1" + ")" * 60,
    "1," * 1_400_000,
    "[]," * 130_000,
    "eye(1)," * 60_000,
    "eye(300)," * 1_000,
    " " * 3_000_000,
    "#" * 3_000_000,
    "\n#" * 1_400_000,
    "W" * 3_000_000,
    "1" * 3_000_000,
    "1e5." * 700_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_what_is_no_array_is_refused_and_soon(text):
    started = time.process_time()
    assert isinstance(refusal(text), LiteralError)
    assert time.process_time() - started < 5


WORDS = st.sampled_from(
    [
        *"0123456789.,;[]()+-*/= \t\n#eE_jNMk１−、\ud800\0",
        *("**", "1e308", "np.", "array", "zeros", "ones", "eye", "full", "linspace", "arange", "(2,3)", "[1 2;3 4]"),
        *("k=", "dtype=float", "True", "endpoint=", "lambda", "inf", "x="),
    ]
)


@settings(RELAXED, max_examples=400)
@given(st.one_of(st.lists(WORDS, max_size=25).map("".join), st.text(max_size=30)), SHAPES)
def test_any_text_gives_an_array_of_the_shape_or_a_literal_error(text, shape):
    error = None
    try:
        array = read(text, shape)
    except LiteralError as caught:
        error = caught
    if error:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= error.column <= max(map(len, lines)) + 2
    else:
        assert array.shape == shape
        assert np.isfinite(array).all()


@RELAXED
@given(st.text(alphabet=string.digits + "+-*/.() ", max_size=10))
def test_arithmetic_is_python_s(text):
    """Where both give a number, it is the same; a number with a sign after a blank is a second entry here."""
    try:
        found = read(f"({text})", ())
    except LiteralError:
        return
    assert found == pytest.approx(eval(f"({text})"), rel=1e-12)


def test_the_largest_array_with_all_its_digits_is_read():
    y = (
        -np.random.default_rng(3).standard_normal((limits.MAX_BATCH_SIZE, limits.MAX_SEQUENCES, limits.MAX_NODES))
        * 1e-200
    )
    assert same(read(write(y) + " / 1", y.shape), y)


def test_the_array_that_is_read_may_be_changed():
    array = read("np.zeros(2)", (2,))
    array[0] = 1
    assert array.tolist() == [1, 0]


@pytest.mark.parametrize("text", ["arange(-1e90)", "arange(-1)", "arange(3, 1e300, -1)"])
def test_a_range_that_leads_nowhere_is_empty_and_so_of_the_wrong_shape(text):
    with pytest.raises(LiteralError) as caught:
        read(text, (1, 4))
    assert caught.value.values["found"] == (0,)

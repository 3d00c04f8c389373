"""The browser's modules agree with the Python they stand beside, to the last bit."""

import base64
import itertools
import math
import re
import struct
from dataclasses import replace

import numpy as np
import pytest

from app.experiment import ARRAYS, DELAYED, EDITABLE, Sizes, on_page
from app.experiment.fills import FILLS, fill
from app.experiment.link import FIELDS, decode, encode, encode_value
from app.experiment.presets import PENCIL, TEXTBOOK
from app.experiment.seal import sealed
from app.timeline import Timeline
from app.timeline.numerals import LOSS, Room, format_of, written
from app.timeline.operations import NO_ROAD
from app.timeline.view import at, evaluate, matmul, rows, since, total, transpose
from app.trace import run
from app.translations import CATALOGUES, LANGUAGES, Catalogue
from app.workbench import address
from app.workbench.packing import packed
from app.workbench.payload import payload
from rnn import ACTIVATIONS
from tests.app.experiments import LOSS_CHOICES, SIZES, experiment

SPECIAL = [0.0, -0.0, 5e-324, -2.2250738585072009e-308, 1.7976931348623157e308, 1 / 3, -0.1, 1e21, 1e-7, 123456789.0]


def bits(numbers):
    return [struct.pack("<d", number) for number in numbers]


# ---- views ----

ARRAYS_OF_VIEWS = {"x": (2, 5, 3), "one": (1, 5, 3), "da": (2, 5, 4), "W": (3, 4), "square": (4, 4), "B": (4,)}
ARRAYS_OF_VIEWS |= {"loss": ()}


def random_arrays(seed):
    rng = np.random.default_rng(seed)
    return {
        name: rng.normal(size=shape) * 10.0 ** rng.integers(-9, 9, size=shape)
        for name, shape in ARRAYS_OF_VIEWS.items()
    }


def random_index(rng, size):
    """An index into an axis, written as a number, over t = 2, or over b = 1."""
    target = int(rng.integers(size))
    name, value = [("t", 2), ("b", 1)][rng.integers(2)]
    offset = target - value
    return [target, name + (f"{offset:+d}" if offset else "")][rng.integers(2)]


def random_view(rng, depth=3):
    """A view and its shape; operations nest `depth` deep at most."""
    if depth == 0 or rng.random() < 0.15:
        name = list(ARRAYS_OF_VIEWS)[rng.integers(len(ARRAYS_OF_VIEWS))]
        return name, ARRAYS_OF_VIEWS[name]
    view, shape = random_view(rng, depth - 1)
    operation = rng.choice(["at", "rows", "transpose", "matmul", "sum", "norm", "abs", "half_square"])
    if operation == "at" and shape:
        index, kept = [], []
        for size in shape[: rng.integers(1, len(shape) + 1)]:
            kind = rng.integers(3)
            start = random_index(rng, size)
            index.append([None, since(start), start][kind])
            if kind == 0:
                kept.append(size)
            elif kind == 1:
                kept.append(size - (start if isinstance(start, int) else eval_index(start)))
        return at(view, *index), (*kept, *shape[len(index) :])
    if operation == "rows" and shape:
        return rows(view), (math.prod(shape[:-1]), shape[-1])
    if operation == "transpose" and len(shape) == 2:
        return transpose(view), shape[::-1]
    if operation == "sum" and shape:
        return total(view), shape[1:]
    if operation == "abs":
        return ["abs", view], shape
    if operation in ("norm", "half_square") and shape:
        return [str(operation), view], shape[:-1]
    if operation == "matmul" and shape and len(shape) <= 2:
        for _ in range(20):
            other, other_shape = random_view(rng, depth - 1)
            if len(other_shape) == 2 and other_shape[0] == shape[-1]:
                return matmul(view, other), (shape[0] if len(shape) == 2 else 1, other_shape[1])
    return view, shape


def eval_index(index):
    return {"t": 2, "b": 1}[index[0]] + int(index[1:] or 0)


def packed_text(arrays):
    """Arrays packed as Python sends them, in base64; `arraysOf` gives them back in the browser."""
    return base64.b64encode(packed({"arrays": arrays})).decode()


def in_browser(modules, arrays, asked):
    """What view.js gives for (view, variables) pairs, read back bit for bit."""
    answers = modules("tests/views.js", "module.evaluated", [packed_text(arrays), asked])
    for answer in answers:
        yield answer and np.frombuffer(base64.b64decode(answer[1]), "<f8").reshape(answer[0])


def agree(found, view, arrays, variables):
    """Equal where numbers are only picked, up to the order of adding or the last digit of tanh elsewhere."""
    expected = evaluate(view, arrays, variables)
    assert found.shape == expected.shape, view
    size = evaluate(view, {name: np.abs(values) for name, values in arrays.items()}, variables)
    adds = any(f"'{name}'" in str(view) for name in ("matmul", "sum", "norm", "half_square", "call"))
    assert (np.abs(found - expected) <= (4e-15 if adds else 0) * size).all(), view


def test_random_views_over_random_arrays_give_what_numpy_gives(modules):
    rng = np.random.default_rng(20)
    arrays, variables = random_arrays(1), {"t": 2, "b": 1}
    views = [random_view(rng)[0] for _ in range(600)]
    known = ("at", "rows", "transpose", "matmul", "sum", "norm", "abs", "half_square")
    assert {name for name in known if f"'{name}'" in str(views)} == set(known)
    for view, found in zip(views, in_browser(modules, arrays, [[v, variables] for v in views]), strict=True):
        agree(found, view, arrays, variables)


@pytest.mark.parametrize(
    "made",
    [
        TEXTBOOK,
        PENCIL,
        experiment(),
        experiment(placement="last", activation="sigmoid"),
        experiment(loss="given_gradient"),
        experiment(sizes=Sizes(3, 2, 1, 4)),
        experiment(sizes=Sizes(3, 2, 1, 4), loss="given_gradient"),
    ],
)
def test_every_view_of_a_timeline_and_its_equations_gives_what_numpy_gives(modules, made):
    trace = run(made)
    clock = Timeline(trace, Catalogue("en")).clockwork
    asked = []
    for b in range(made.sizes.batch_size):
        for step in clock.steps:
            for name, t in step.operations:
                operation = clock.operations[name]
                terms = [part for row in operation.equation for part in row if isinstance(part, dict)]
                views = [*operation.show.values(), *(term[kind] for term in terms for kind in ("view", "work"))]
                asked += [(view, {"t": t, "b": b}) for view in views]
    for (view, variables), found in zip(asked, in_browser(modules, trace.arrays, asked), strict=True):
        if view == NO_ROAD:
            assert found is None
        else:
            agree(found, view, trace.arrays, variables)


def states_before_activations():
    """Numbers of every size and sign, and those at which an activation may be another than elsewhere."""
    rng = np.random.default_rng(9)
    kinks = [kink for activation in ACTIVATIONS.values() for kink in activation.kinks]
    near = [np.nextafter(value, toward) for value in [*kinks, 1.0, -1.0, 0.5] for toward in (-np.inf, np.inf)]
    sizes = 10.0 ** rng.uniform(-320, 308, size=1000)
    usual = rng.normal(size=4000) * 10.0 ** rng.uniform(-3, 2, size=4000)
    values = [*SPECIAL, *kinks, *near, np.inf, *sizes, *usual, *np.linspace(0, 45, 500), 708.0, 709.9, 745.2, 746.0]
    return np.array([*values, *np.negative(values), np.nan])


#: By how many units of the last place an activation may differ: platforms have their own tanh and exp.
APART = {"tanh": 4, "sigmoid": 4}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_gives_what_python_gives(modules, name):
    a = states_before_activations()
    (found,) = in_browser(modules, {"a": a}, [[["call", name, "a"], {}]])
    expected = evaluate(["call", name, "a"], {"a": a}, {})
    np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
    # The bits of neighbouring numbers of one sign, read as whole numbers, are 1 apart.
    apart = np.abs(found.view(np.int64) - expected.view(np.int64))
    signs = np.signbit(found) == np.signbit(expected)  # -0 is not 0
    wrong = ~np.isnan(a) & ~(signs & (apart <= APART.get(name, 0)))
    assert not wrong.any(), [*zip(a[wrong], found[wrong], expected[wrong], strict=True)][:5]


def test_an_element_that_is_worked_out_gives_its_sum_and_where_its_entries_stand(modules):
    view = matmul(at("x", "b", "t-1"), "W_x")
    sent = packed_text(run(TEXTBOOK).arrays)
    modules_found = modules("tests/views.js", "module.explained", [view, 3, sent])
    origins = ["x:2", "W_x:3", "x:3", "W_x:7"]
    assert modules_found == {"text": "0.02·0.07 + 0.03·0.08 = 0.0038", "origins": origins}


def test_the_place_that_an_entry_is_taken_from_holds_the_same_number(modules):
    arrays, variables = random_arrays(3), {"t": 2, "b": 1}
    for view in (at("x", "b", "t-1"), transpose(at("da", "b", since("t-1"))), rows(at("x", None, since(2))), "W"):
        values = evaluate(view, arrays, variables)
        sent = packed_text(arrays)
        found = modules("tests/views.js", "module.origins", [view, values.size, sent, variables])
        for place, value in zip(found, values.ravel(), strict=True):
            name, offset = place.split(":")
            assert arrays[name].ravel()[int(offset)] == value


def test_arrays_are_unpacked_bit_for_bit_infinity_and_nan_included(modules):
    values = np.array([*SPECIAL, np.inf, -np.inf, np.nan])
    (found,) = in_browser(modules, {"v": values}, [["v", {}]])
    assert found.tobytes() == values.tobytes()


def test_a_trace_that_overflows_is_unpacked_as_it_is(modules):
    made = experiment(h_initial=np.full((2, 4), 1e308), W_h=np.full((4, 4), 1e308), activation="identity")
    arrays = run(made).arrays
    for found, values in zip(
        in_browser(modules, arrays, [[name, {}] for name in arrays]), arrays.values(), strict=True
    ):
        np.testing.assert_array_equal(found, values)


@pytest.mark.parametrize("sizes", [Sizes(1, 3, 2, 4), Sizes(3, 5, 2, 2), Sizes(2, 1, 1, 3)])
def test_what_stands_a_step_later_is_made_in_the_browser(modules, sizes):
    rng = np.random.default_rng(3)
    shapes = sizes.shapes()
    made = experiment(sizes=sizes, h_initial=rng.normal(size=shapes["h_initial"]), x=rng.normal(size=shapes["x"]))
    arrays = run(made).arrays
    assert DELAYED == {"h_previous": ("h", "h_initial")}
    found = modules(
        "tests/views.js",
        "module.aStepLater",
        [arrays["h"].shape, arrays["h"].ravel().tolist(), arrays["h_initial"].ravel().tolist()],
    )
    assert tuple(found[0]) == arrays["h_previous"].shape
    assert bits(found[1]) == bits(arrays["h_previous"].ravel().tolist())


# ---- numbers ----


def numbers_to_write():
    rng = np.random.default_rng(4)
    powers = [sign * 10.0**power for power in range(-320, 309, 4) for sign in (1, -1)]
    powers += [10.0**power for power in range(-6, 7)]
    edges = [np.nextafter(value, toward) for value in powers for toward in (-np.inf, np.inf)]
    halves = [m / 8 for m in range(-200, 200)] + [m + 0.5 for m in range(0, 100_000, 997)] + [125e3, 1.25e7, 0.125]
    limits = [0.9995e-3, 0.9994999e-3, 99_949.5, 99_949.999, 99_950.0, 9.995, 99.95, 0.09995]
    anything = (rng.normal(size=2000) * 10.0 ** rng.uniform(-12, 12, size=2000)).tolist()
    near = rng.normal(size=1000).round(3).tolist()
    found = [*SPECIAL, *powers, *edges, *halves, *limits, *anything, *near, math.inf, -math.inf, math.nan]
    return [float(value) for value in found]


@pytest.mark.parametrize("room", [Room(3, 7, 3), Room(2, 6, 2), LOSS])
def test_numbers_that_stand_together_are_written_as_python_writes_them(modules, room):
    values = numbers_to_write()
    rng = np.random.default_rng(6)
    blocks = [[value] for value in values] + [rng.choice(values, size=3).tolist() for _ in range(1000)]
    for power in rng.uniform(-6, 6, size=1000):
        blocks.append((rng.normal(size=4) * 10.0**power).round(rng.integers(3, 17)).tolist())
    asked = {
        "digits": room.digits,
        "room": room.characters,
        "smallestDigits": room.smallest_digits,
        "noise": room.noise,
    }
    function = """([blocks, room]) => blocks.map((values, i) => {
      const format = module.formatOf(values, room, i % 3)
      return values.map((value) => module.written(value, format))
    })"""
    found = modules("dom/numerals.js", function, [blocks, asked])
    expected = []
    for i, block in enumerate(blocks):
        form = format_of(block, room, i % 3)
        expected.append([written(value, form) for value in block])
    different = [case for case in zip(blocks, found, expected, strict=True) if case[1] != case[2]]
    assert different == []


def test_what_a_field_shows_while_it_is_edited_reads_back_to_the_same_number(modules):
    values = [value for value in numbers_to_write() if math.isfinite(value)]
    found = modules("dom/numerals.js", "values => values.map((v) => module.parse(module.editable(v)).value)", values)
    assert bits(found) == bits(values)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1", 1), ("-0", -0.0), (".5", 0.5), ("5.", 5), ("1e-3", 1e-3), ("+2", 2), (" 3 ", 3), ("−4", -4), ("–4", -4),
        ("ー4", -4), ("１２．５", 12.5), ("1E5", 1e5),
        ("", "error.empty"), ("  ", "error.empty"), ("　", "error.empty"), ("abc", "error.not_number"),
        ("1,5", "error.not_number"), ("1e999", "error.too_large"), ("-1e999", "error.too_large"),
        ("0x10", "error.not_number"), ("Infinity", "error.not_number"), ("NaN", "error.not_number"),
        ("1 2", "error.not_number"), ("1_000", "error.not_number"), (".", "error.not_number"),
        ("-", "error.not_number"), ("e5", "error.not_number"), ("--1", "error.not_number"),
    ],
)  # fmt: skip
def test_what_is_typed_is_a_number_or_a_sentence(modules, typed, read):
    found = modules("dom/numerals.js", "text => module.parse(text)", typed)
    if isinstance(read, str):
        assert found == {"error": read}
    else:
        assert bits([found["value"]]) == bits([read])


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("1\t2\n3\t4\n", [[1, 2], [3, 4]]), ("1\t2\r\n3\t4", [[1, 2], [3, 4]]), ("1, 2\n3, 4", [[1, 2], [3, 4]]),
        ("1 2  3", [[1, 2, 3]]), ("1\n2\n3\n", [[1], [2], [3]]), ("−1\t１", [[-1, 1]]),
        ("1\t\t3", "error.paste_number"), ("1\tx", "error.paste_number"), ("1\t2\n3", "error.paste_ragged"),
        ("1e999\t1", "error.paste_number"), ("", "error.paste_number"),
    ],
)  # fmt: skip
def test_a_pasted_block_is_rows_of_numbers_or_a_sentence(modules, pasted, read):
    found = modules("dom/numerals.js", "text => module.parseBlock(text)", pasted)
    assert found.get("error", found.get("rows")) == read


# ---- codec ----


def fields_of_arrays():
    rng = np.random.default_rng(6)
    for name in EDITABLE:
        size = math.prod(SIZES.shapes()[name])
        yield name, rng.normal(size=size)
        yield name, rng.normal(size=size).round(2)
        yield name, rng.choice(SPECIAL, size=size)


def test_an_array_that_the_browser_writes_reads_back_bit_for_bit(modules):
    asked = list(fields_of_arrays())
    fields = modules("store/link.js", "all => all.map(module.arrayField)", [values.tolist() for _, values in asked])
    sizes = ".".join(map(str, SIZES))
    assert {field[0] for field in fields} == {"-", "*"}
    for (name, values), field in zip(asked, fields, strict=True):
        assert re.fullmatch(r"[A-Za-z0-9._*-]+", field)
        read = getattr(decode(f"1textbook~s-{sizes}~{on_page(name)}{field}"), name)
        assert read.tobytes() == values.tobytes()
        assert len(field) <= len(encode_value(values)) + 2 * values.size


def test_the_largest_array_is_written_and_read(modules):
    sizes = Sizes(1, 200, 1, 64)
    values = np.random.default_rng(0).normal(size=sizes.shapes()["y"])
    field = modules("store/link.js", "values => module.arrayField(values)", values.ravel().tolist())
    assert decode(f"1textbook~s-1.200.1.64~y{field}").y.tobytes() == values.tobytes()


def test_a_number_that_the_browser_writes_reads_back_bit_for_bit(modules):
    values = [*SPECIAL, 0.5, -1e-300, 17.0, *np.random.default_rng(7).normal(size=50).tolist()]
    fields = modules("store/link.js", "values => values.map(module.numberField)", values)
    assert bits(decode(f"1textbook~r{field}").learning_rate for field in fields) == bits(values)


def test_a_field_is_put_into_a_text_or_replaced_and_the_others_stay(modules):
    def with_field(text, name, field):
        return modules("store/link.js", "args => module.withField(...args)", [text, name, field])

    text = with_field("1textbook", "r", "-.25")
    assert text == "1textbook~r-.25"
    text = with_field(text, "B", "--1_2_-3_4")
    assert decode(text).learning_rate == 0.25
    assert decode(text).B.tolist() == [-1, 2, -3, 4]
    text = with_field(text, "r", "-1e-7")
    assert decode(text).learning_rate == 1e-7
    assert decode(text).B.tolist() == [-1, 2, -3, 4]
    assert text.count("~r-") == 1


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_of_pythons_text_is_found_by_the_browser(modules, name):
    made = experiment(activation="relu", placement="last", learning_rate=1 / 3)
    text = encode(made)
    field = modules("store/link.js", "args => module.fieldOf(...args)", [text, name])
    assert f"~{name}{field}" in text
    assert modules("store/link.js", "args => module.fieldOf(...args)", ["1textbook", name]) is None
    again = modules("store/link.js", "args => module.withField(...args)", [text, name, field])
    assert decode(again).same_as(made)


def test_changed_cells_read_back_bit_for_bit_and_the_same_one_again_is_one_step(modules):
    def with_cells(text, name, cells):
        return modules("store/link.js", "args => module.withCells(...args)", [text, name, cells])

    starts = ["1textbook", "1textbook~r-.25~B-1_2_3_4", encode(experiment(sizes=Sizes(1, 3, 2, 4), seed=3)),
              "1textbook~B.*constant-2*3-7", "1textbook~B*AAAAAAAA8D8AAAAAAAAAQAAAAAAAAAhAAAAAAAAAEEA"]  # fmt: skip
    for start in starts:
        for value in SPECIAL:
            text = with_cells(start, "B", [[1, value], [3, -value]])
            expected = decode(start).B.copy()
            expected[[1, 3]] = value, -value
            assert bits(decode(text).B) == bits(expected)
            assert with_cells(with_cells(text, "B", [[0, 5]]), "B", [[0, value]]) == with_cells(text, "B", [[0, value]])


@pytest.mark.parametrize("name", FILLS)
def test_a_fill_that_the_browser_writes_is_that_fill(modules, name):
    amount = None if FILLS[name].amount is None else 0.75
    seed = 9 if FILLS[name].random else None
    filled = {"fill": name, "amount": amount, "seed": seed}
    text = modules("store/link.js", "args => module.withFill(...args)", ["1textbook~W_h.*identity*3-.5", "W_h", filled])
    W_h = decode("1textbook~W_h.*identity*3-.5").W_h
    assert np.array_equal(decode(text).W_h, fill(name, W_h, amount=amount, seed=seed or 0))


def test_a_field_is_taken_out_of_a_text(modules):
    without = "args => module.withoutField(...args)"
    assert modules("store/link.js", without, ["1textbook~W_h.*0-1~W_x.*0-1~r-.5", "W_h"]) == "1textbook~W_x.*0-1~r-.5"
    assert modules("store/link.js", without, ["1textbook~r-.5", "W_h"]) == "1textbook~r-.5"


def test_the_marks_of_what_differs_are_those_of_python(modules):
    made = decode("1textbook~W_h.*0-5*7-5*8-5*15-5~B.*2--1")
    changed = {editor["name"]: editor["changed"] for editor in payload(run(made), "textbook", "en")["editors"]}
    read = "bits => [...Array(16).keys()].filter(module.marks(bits))"
    assert modules("store/link.js", read, changed["W_h"]) == [0, 7, 8, 15]
    assert modules("store/link.js", read, changed["B"]) == [2]
    assert changed["W_x"] is None
    assert modules("store/link.js", read, None) == []


# ---- what can be undone ----


def test_changes_are_undone_and_redone_in_their_order(modules):
    found = modules("tests/history.js", "module.undoneAndRedone")
    assert found == ["1a~B-3~r-1", "1a~B-3", "1a~B-3~r-1", "1a~B-3", "1a~B-2", None, "1a~B-3"]


def test_what_belongs_to_one_gesture_is_one_change_and_can_be_taken_back(modules):
    found = modules("tests/history.js", "module.gestures")
    assert found == [["1b", None, None], "1b", "1e", "1a", None]


# ---- the experiment of a page ----


def of_a_store(modules, function, *more):
    told = {"names": address.NAMES, "in_tab": address.IN_TAB}
    return modules("tests/store.js", f"module.{function}", [told, 50, *more])


def test_a_page_that_is_left_before_the_first_answer_keeps_its_experiment(modules):
    assert of_a_store(modules, "leftEarly") == [None, "?e=tab&step=2&other=1", True]


@pytest.mark.parametrize(
    ("kept", "edits", "said"),
    [
        (None, [], []),
        (None, ["other server"], []),
        (None, ["1pencil"], [True]),
        (None, ["1pencil", "1batch"], [True]),
        (None, ["answer", "1pencil"], [False, True]),
        (None, ["answer", "1pencil", "answer", "other server"], [False, True, False]),
        ("1textbook~B-2", [], [True]),
    ],
)
def test_only_what_a_visitor_has_changed_is_said_to_be_unsent(modules, kept, edits, said):
    assert of_a_store(modules, "slow", kept, edits) == said


def test_an_experiment_is_kept_while_the_page_plays_on(modules):
    assert of_a_store(modules, "playing")


def test_a_position_that_is_told_in_full_is_read_from_the_address_and_written_again(modules):
    query = (
        "?e=1pencil&step=7&sample=1&level=operation&lesson=a_loss&stop=2&lens=why&of=from-3~to-2"
        "&lock=inputs~play&view=projector&lang=ja"
    )
    position, written = of_a_store(modules, "readAndWritten", query)
    assert position == {
        "step": 7, "operation": None, "level": "operation", "sample": 1, "lens": "why", "detail": "from-3~to-2",
        "lesson": "a_loss", "stop": 2, "lock": "inputs~play", "view": "projector", "language": "ja",
    }  # fmt: skip
    assert written == query


@pytest.mark.parametrize("query", ["?step=-1&sample=x", "?step=1e3", "?level=both&view=cinema", "?step=0&level=step"])
def test_what_an_address_cannot_say_is_as_on_a_first_visit_and_is_not_written(modules, query):
    position, written = of_a_store(modules, "readAndWritten", query)
    assert position == {
        "step": 0, "operation": None, "level": "step", "sample": 0, "lens": "worked", "detail": "",
        "lesson": "", "stop": 1, "lock": "", "view": "", "language": None,
    }  # fmt: skip
    assert written == "?e=1pencil"


def test_a_text_is_sealed_in_the_browser_as_in_python(modules):
    texts = ["1pencil", "1textbook~r-.05", "1textbook~B.*0--.5", *(encode(experiment(seed)) for seed in range(20))]
    assert modules("store/link.js", "texts => texts.map(module.sealed)", texts) == [sealed(text) for text in texts]
    links = ["2textbook~r-.05~zz", "https://example.org/?e=2textbook~r-.05~zz&step=2", "?lang=ja&e=2textbook~r-.05~zz"]
    assert set(modules("store/link.js", "links => links.map(module.experimentOf)", links)) == {links[0]}


def test_what_others_put_into_the_address_stays_there(modules):
    assert of_a_store(modules, "readAndWritten", "?utm=a%20b&step=2&x=1")[1] == "?e=1pencil&step=2&utm=a%20b&x=1"


# ---- the learner's program ----


def programs():
    """A program for every activation, loss and place of it, and size of a batch."""
    for seed, (activation, choice, batch_size) in enumerate(itertools.product(ACTIVATIONS, LOSS_CHOICES, (1, 2, 3))):
        made = experiment(seed, sizes=Sizes(batch_size, 4, 3, 2), activation=activation, **choice, learning_rate=0.25)
        yield pytest.param(made, id=f"{activation}-{choice['loss']}-{choice['placement']}-{batch_size}")
    yield pytest.param(TEXTBOOK, id="whole numbers")
    yield pytest.param(
        experiment(sizes=Sizes(1, 1, 1, 1), h_initial=-np.zeros((1, 1)), x=np.full((1, 1, 1), 1e-300)), id="smallest"
    )


@pytest.mark.parametrize("made", list(programs()))
def test_the_program_that_is_copied_runs_as_it_stands_and_computes_what_the_engine_computes(modules, made):
    answer, trace = payload(run(made), "textbook", "ja"), run(made)
    text = modules("tests/drawing.js", "module.programOf", [answer | {"arrays": None}, packed_text(answer["arrays"])])
    scope = {}
    exec(text, scope)
    wanted = {name: getattr(trace.bwd, name) for name in ("dW_x", "dW_h", "dB", "dx", "dh_output")} | trace.updated
    wanted["dh_next"] = trace.bwd.dh_initial
    wanted["h"] = run(replace(made, **trace.updated)).fwd.h
    for name, values in wanted.items():
        np.testing.assert_allclose(scope[name], values, rtol=1e-11, atol=1e-14, err_msg=name)
    given = {"x": made.x, "h_0": made.h_initial}
    for name, values in given.items():
        assert bits(scope[name].ravel().tolist()) == bits(values.ravel().tolist())


# ---- labels, terms and sums ----


@pytest.mark.parametrize(
    ("label", "pieces"),
    [
        ("W_h^{T}", [["W", ""], ["h", "_"], ["T", "^"]]),
        ("h_12 and h_t", [["h", ""], ["12", "_"], [" and h", ""], ["t", "_"]]),
        ("dh_next, n_sequences, dW_h_step", [["dh_next, n_sequences, dW_h_step", ""]]),
        ("x_{t-1}、W_xは", [["x", ""], ["t-1", "_"], ["、W", ""], ["x", "_"], ["は", ""]]),
    ],
)
def test_a_label_has_its_indices_and_a_word_of_code_has_none(modules, label, pieces):
    assert modules("dom/markup.js", "label => module.pieces(label)", label) == pieces


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_of_linear_algebra_in_a_sentence_can_be_opened(modules, language):
    words = CATALOGUES[language]
    found = modules("tests/drawing.js", "module.termsIn", words)
    wanted = {
        "look.saturation": ["spectral_radius"],
        "look.non_normal": ["spectral_radius", "normal"],
        "look.normal": ["spectral_radius", "normal"],
        "look.echo": ["eigenvalue"],
        "look.constant": ["orthogonal"],
        "fill.spectral_radius": ["spectral_radius"],
        "fill.orthogonal": ["orthogonal"],
        "error.fill.square": ["spectral_radius"],
        "error.fill.radius_zero": ["spectral_radius"],
    }
    for key, terms in wanted.items():
        assert set(found[key]) == set(terms), key
    for term in ("eigenvalue", "spectral_radius", "singular_value", "normal", "orthogonal"):
        assert {f"term.{term}", f"term.{term}.means"} <= words.keys()


# ---- the worked equation ----


@pytest.mark.parametrize("sizes", [Sizes(1, 3, 2, 4), Sizes(2, 2, 3, 12)])
def test_new_numbers_are_written_into_the_equation_that_stands(modules, sizes):
    made = experiment(sizes=sizes)
    both = (payload(run(e), "textbook", "en") for e in (made, replace(made, B=made.B + 0.25, x=-made.x)))
    answers = [[answer | {"arrays": None}, packed_text(answer["arrays"])] for answer in both]
    found = modules("tests/drawing.js", "module.redrawn", answers)
    assert len(found) == 2 * sizes.n_sequences + 2
    assert all(stands and same for stands, same, _ in found)
    assert not any(unchanged for *_, unchanged in found[1:-2])


@pytest.mark.parametrize("count", [1, 9, 64])
def test_a_column_of_pixels_has_the_colours_of_its_values_from_the_first_down(modules, count):
    values = np.random.default_rng(3).permutation(np.linspace(-1, 1, count)).tolist()
    height, painted, read, colours = modules("tests/drawing.js", "module.column", values)
    assert height == count
    assert read == painted
    assert [read[4 * i : 4 * i + 4] for i in range(count)] == [[*colour, 255] for colour in colours]
    assert len({tuple(read[4 * i : 4 * i + 4]) for i in range(count)}) > count / 2


def test_neighbouring_shades_look_the_same_and_a_small_edit_keeps_most(modules):
    half = np.linspace(0, 1, 501)
    for kind, sizes in [("state", half), ("weight", half), ("gradient", np.append(0, 10 ** (5 * half - 5)))]:
        shades = modules("tests/drawing.js", "module.backgrounds", [kind, [*-sizes[:0:-1], *sizes]])
        colours = [np.array(re.findall("[0-9]+", shade), dtype=int) for shade in dict.fromkeys(shades)]
        assert 55 < len(colours) < 66
        steps = [np.abs(after - before).max() for before, after in itertools.pairwise(colours)]
        assert max(steps) <= (8 if kind != "gradient" else 24)  # a gradient, however small, stands out from 0
    few = modules("tests/drawing.js", "module.backgrounds", ["state", [0.5, 0.502, 0.7, -0.7, 0, 1]])
    assert few[0] == few[1]
    assert len(set(few)) == 5


# ---- sizes and dragging ----


@pytest.mark.parametrize("smaller", [(2, 5, 4), (1, 5, 4), (2, 2, 4), (2, 5, 1), (1, 1, 1), (3, 3, 9)])
def test_what_a_smaller_size_cuts_off_is_counted_without_zeros(modules, smaller):
    values = np.random.default_rng(4).integers(0, 3, size=(2, 5, 4)).astype(float)
    kept = np.count_nonzero(values[tuple(slice(size) for size in smaller)])
    cut = modules(
        "editing/sizes.js", "args => module.cutOff(...args)", [values.ravel().tolist(), values.shape, smaller]
    )
    assert cut == np.count_nonzero(values) - kept


@pytest.mark.parametrize(
    ("value", "unit"),
    [(0, 0.1), (1, 0.1), (0.06, 0.01), (-0.5, 0.1), (0.79494228, 0.01), (123, 10), (0.00012, 0.00001), (4e-9, 4e-10)],
)
def test_a_unit_of_dragging_suits_the_size_of_the_number(modules, value, unit):
    found = modules("editing/scrub.js", "([value, text]) => module.unitOf(value, text)", [value, repr(value)])
    assert found == pytest.approx(10 ** math.floor(math.log10(unit)))


def test_a_stop_of_the_clock_lasts_as_long_as_its_text_and_its_numbers_take(modules):
    english = "two gradients meet at h_2 and are added"
    asked = [
        ["", 0],
        [english, 0],
        [english * 2, 0],
        [english, 12],
        [english, 40],
        [english, 400],
        ["h_2 で 2 つの勾配が合流します", 0],
    ]
    times = modules("clock/pace.js", "asked => asked.map((one) => module.readingTime(...one))", asked)
    nothing, once, twice, numbers, many, more, japanese = times
    assert nothing < once < twice
    assert once < numbers < many == more
    assert nothing < japanese < twice


def test_every_stop_of_the_first_case_has_time_to_be_read(modules):
    """At three to seven words a second, and no longer than a class listens."""
    made = payload(run(TEXTBOOK), "textbook", "en")
    sent = base64.b64encode(packed(made)).decode()
    found = modules("tests/printing.js", "module.paces", sent)
    for caption, time in found:
        words = len(caption.split())
        assert words / 7 < time / 1000 < words / 3 + 4, caption
    assert 20_000 < sum(time for _, time in found) < 120_000


def relative_luminance(colour):
    """WCAG 2.2, of red, green and blue up to 255."""
    parts = np.asarray(colour) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", ["input", "state", "weight", "gradient", "slope", "loss", "plain"])
def test_every_number_stands_out_from_its_ground(modules, kind, dark):
    values = [sign * size for sign in (1, -1) for size in [*np.logspace(-5, 0, 60).tolist(), 0, 1.5]]
    for ground, ink in modules("tests/drawing.js", "module.grounds", [kind, values, dark]):
        behind = relative_luminance([int(part) for part in re.findall(r"\d+", ground)])
        text = relative_luminance([int(ink[i : i + 2], 16) for i in (1, 3, 5)])
        high, low = max(behind, text), min(behind, text)
        assert (high + 0.05) / (low + 0.05) >= 7, (ground, ink)


def test_small_gradients_can_be_told_apart_by_their_colours(modules):
    """0.0059 and 0.0137 beside 0.84, as at h_2 of the textbook case; and 0 from what is tiny."""
    pairs = [(0.0059 / 0.84, 0.0137 / 0.84), (0, 1e-9), (0.01, 0.03), (0.1, 0.3)]
    for pair in pairs:
        colours = modules("tests/drawing.js", "module.backgrounds", ["gradient", pair])
        one, other = (np.array([int(part) for part in re.findall(r"\d+", colour)]) for colour in colours)
        assert np.abs(one - other).max() >= 12, pair


def test_a_slope_of_1_looks_the_same_in_every_case(modules):
    colours = modules(
        "dom/scale.js",
        """(sizes) => sizes.map((size) => new module.Scale({ s: { data: [size] } },
        { s: { kind: "slope", ends_scale: false } }).colours("slope", 1, false).background)""",
        [1, 0.25, 0.01],
    )
    assert len(set(colours)) == 1
    assert ARRAYS["slope"].kind == "slope"

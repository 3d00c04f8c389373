"""The picture has a place for everything that the clock shows, and nothing else."""

import re
from xml.etree import ElementTree

import pytest

from app import limits
from app.experiment import MAX_SIZES, PLACEMENTS, Sizes
from app.experiment.presets import TEXTBOOK
from app.timeline import Timeline
from app.trace import run
from app.translations import CATALOGUES, Catalogue
from app.workbench.diagram import FIRST_IN_LANES, diagram
from tests.app.experiments import experiment

ALL = [
    TEXTBOOK.sizes,
    Sizes(1, 1, 1, 1),
    Sizes(1, 4, 5, 9),
    Sizes(2, 5, 6, 3),
    Sizes(1, 12, 3, 4),
    Sizes(1, 7, 1, 1),
    Sizes(1, 12, 2, 8),
    Sizes(1, 13, 2, 9),
    MAX_SIZES,
]
WIDE = [sizes for sizes in ALL if sizes.n_sequences < FIRST_IN_LANES]
IN_LANES = [sizes for sizes in ALL if sizes.n_sequences >= FIRST_IN_LANES]
every_size = pytest.mark.parametrize("sizes", ALL)
#: Parts of the page that light up but are editors or the ledger, not of the diagram.
ELSEWHERE = {"W_x", "W_h", "B", "ledger", "h_initial"}


def picture(sizes):
    """The SVG, read as XML, with the column of every element that has a slot, a road or a part."""
    root = ElementTree.fromstring(diagram(sizes))
    found = {}

    def walk(element, column):
        column = element.get("data-column", column)
        for kind in ("slot", "road", "part"):
            if element.get(f"data-{kind}"):
                found.setdefault((kind, element.get(f"data-{kind}"), int(column)), []).append(element)
        for child in element:
            walk(child, column)

    walk(root, None)
    return root, found


def of_class(element, name):
    return [child for child in element.iter() if name in child.get("class", "").split()]


def columns(found, kind, name):
    return sorted(column for k, n, column in found if (k, n) == (kind, name))


@every_size
def test_there_is_a_column_for_h_0_and_one_for_each_time_step_in_view(sizes):
    root, found = picture(sizes)
    shown = min(sizes.n_sequences, limits.TEACHING_SEQUENCES)
    assert int(root.get("data-columns")) == shown
    assert columns(found, "slot", "h") == columns(found, "slot", "dh") == list(range(shown + 1))
    for slot in ("x", "own", "loss"):
        assert columns(found, "slot", slot) == list(range(1, shown + 1))
    assert columns(found, "slot", "next") == list(range(1, shown))


@every_size
def test_every_place_stands_once_and_has_a_cell_for_every_node(sizes):
    _, found = picture(sizes)
    for (kind, name, _), elements in found.items():
        if kind != "slot":
            continue
        assert len(elements) == 1
        count = {"x": sizes.n_features, "dx": sizes.n_features, "loss": 1}.get(name, sizes.n_nodes)
        strip = elements[0].get("data-strip")  # one image with a pixel for each node
        assert (int(strip) if strip else len(of_class(elements[0], "cell"))) == count, name
        assert len([part for part in elements[0] if part.tag.endswith("image")]) == bool(strip)


@every_size
def test_every_place_says_of_what_kind_its_numbers_are_and_how_they_are_called(sizes):
    _, found = picture(sizes)
    slots = {name: element for (kind, name, _), (element, *_) in found.items() if kind == "slot"}
    kinds = {name: element.get("data-kind") for name, element in slots.items()}
    gradients = dict.fromkeys({"dh", "own", "dx"} | ({"next"} if sizes.n_sequences > 1 else set()), "gradient")
    assert kinds == {"h": "state", "x": "input", "loss": "loss"} | gradients
    assert all("{t" in element.get("data-name") for element in slots.values())
    assert slots["h"].get("data-name") == "h_{t}"
    assert {name for name, element in slots.items() if element.get("data-waits")} == gradients.keys() - {"dh"}


@every_size
def test_cells_of_a_place_do_not_overlap_and_lie_inside_the_picture(sizes):
    root, found = picture(sizes)
    width, height = map(float, root.get("viewBox").split()[2:])
    for (kind, _, _), elements in found.items():
        if kind != "slot":
            continue
        end = -1.0
        for cell in of_class(elements[0], "cell") or elements:
            box = next(child for child in cell if child.tag.endswith("rect"))
            x, y, w, h = (float(box.get(name)) for name in ("x", "y", "width", "height"))
            assert y >= end - 1e-6
            assert w > 0
            assert h > 0
            assert 0 <= x <= width - w
            assert 0 <= y <= height - h
            end = y + h


@pytest.mark.parametrize("sizes", [size for size in ALL if size.n_sequences <= limits.TEACHING_SEQUENCES])
@pytest.mark.parametrize("placement", PLACEMENTS)
def test_everything_the_clock_lights_or_moves_is_in_the_picture(sizes, placement):
    _, found = picture(sizes)
    names = {f"{kind}.{name}.{column}" for kind, name, column in found}
    clock = Timeline(run(experiment(sizes=sizes, placement=placement)), Catalogue("en")).clockwork

    def at_time(pattern, t):
        return re.sub(r"\{t([+-]\d+)?\}", lambda match: str(t + int(match[1] or 0)), pattern)

    filled = set()
    for step in clock.steps:
        for name, t in step.operations:
            operation = clock.operations[name]
            filled |= {f"slot.{at_time(slot, t)}" for slot in operation.show}
            for road in operation.flow:
                place = at_time(road, t)
                if place != f"next.{sizes.n_sequences}":  # nothing comes from beyond the last step
                    assert f"road.{place}" in names
    for slot in clock.fixed:
        filled |= {f"slot.{at_time(slot, t)}" for t in range(1, sizes.n_sequences + 1)}
    places = {name for name in names if name.startswith("slot.")}
    assert places <= filled


@every_size
def test_roads_end_in_arrows_that_exist(sizes):
    root, found = picture(sizes)
    markers = {f"url(#{element.get('id')})" for element in root.iter() if element.tag.endswith("marker")}
    roads = [element for (kind, _, _), elements in found.items() if kind == "road" for element in elements]
    assert roads
    assert {road.get("marker-end") for road in roads} <= markers


@every_size
def test_every_cell_has_room_for_its_number_at_teaching_size_and_none_at_the_largest(sizes):
    _, found = picture(sizes)
    numbers = [child for child in found["slot", "h", 1][0].iter() if child.tag.endswith("text")]
    if sizes.n_nodes <= limits.TEACHING_NODES:
        assert len(numbers) == sizes.n_nodes
    if sizes.n_nodes == limits.MAX_NODES:
        assert numbers == []


def labels_of(sizes):
    root, _ = picture(sizes)
    return {element.get("data-label") for element in root.iter() if element.get("data-label")}


@pytest.mark.parametrize("sizes", WIDE)
def test_labels_are_patterns_over_time(sizes):
    assert {"h_{t}", "∂L/∂h_{t}", "L_{t}", "x_{t}", "W_h", "W_h^{T}"} <= labels_of(sizes)


@pytest.mark.parametrize("sizes", IN_LANES)
def test_in_lanes_the_rows_are_named_once_and_the_columns_numbered(sizes):
    names = {"L_t", "∂L_t/∂h_t", "← W_h^{T}", "= ∂L/∂h_t", "h_t", "W_h →", "x_t", "∂L/∂x_t", "t"}
    assert labels_of(sizes) == names | {"{t}"}
    said = [element.get("data-say") for element in picture(sizes)[0].iter() if element.get("data-say")]
    assert said == ["chart.next"]
    assert all(said[0] in catalogue for catalogue in CATALOGUES.values())


@every_size
def test_the_picture_is_plain_svg_without_scripts_or_foreign_addresses(sizes):
    markup = diagram(sizes)
    assert not re.search(r"<script|<foreignObject|\son\w+=|href=|style=|NaN|inf\b", markup)
    assert set(re.findall(r"\w+://[^\"]*", markup)) == {"http://www.w3.org/2000/svg"}


def test_the_picture_depends_on_the_sizes_alone_and_not_on_the_batch():
    assert diagram(Sizes(1, 3, 2, 4)) == diagram(Sizes(7, 3, 2, 4))
    assert diagram(Sizes(1, 3, 2, 4)) != diagram(Sizes(1, 3, 2, 5))


def test_the_largest_picture_is_not_heavy():
    assert len(diagram(MAX_SIZES)) < 1_000_000


@pytest.mark.parametrize("sizes", [TEXTBOOK.sizes, Sizes(1, 1, 1, 1), Sizes(2, 3, 6, 3), Sizes(1, 4, 2, 8)])
def test_the_matrix_of_the_way_back_is_named_at_its_own_arrow_and_where_nothing_else_is(sizes):
    root, _ = picture(sizes)
    roads = [element for element in root.iter() if element.get("data-road")]
    level = re.compile(r"M\S+ (\S+)H")
    back = [float(level.match(road.get("d"))[1]) for road in roads if road.get("data-road") in ("back", "next")]
    names = [element for element in root.iter() if element.get("data-label") == "W_h^{T}"]
    assert len(names) == sizes.n_sequences
    cells = [box for cell in of_class(root, "cell") for box in cell if box.tag.endswith("rect")]
    for name in names:
        x, y = float(name.get("x")), float(name.get("y"))
        assert (
            y > max(back) or min(abs(y - road) for road in back) < 10
        )  # not between the two arrows, under the blue one
        assert y < max(back) + 8.5 * sizes.n_nodes + 20  # nor far below the gradients that wait on its own
        for cell in cells:
            left, top, width, height = (float(cell.get(key)) for key in ("x", "y", "width", "height"))
            assert not (left - 14 < x < left + width + 14 and top - 2 < y < top + height + 12)


def box(element):
    """Left, top, right and bottom of a rectangle."""
    x, y, width, height = (float(element.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


@pytest.mark.parametrize("sizes", IN_LANES)
def test_in_lanes_no_cell_touches_another_one(sizes):
    _, found = picture(sizes)
    boxes = []
    for (kind, _, _), (element, *_) in found.items():
        if kind == "slot":
            boxes += [
                box(next(rect for rect in cell if rect.tag.endswith("rect")))
                for cell in of_class(element, "cell") or [element]
            ]
    boxes.sort()
    for i, (_, top, right, bottom) in enumerate(boxes):
        for left, other_top, _, other_bottom in boxes[i + 1 :]:
            if left >= right:
                break
            assert other_top >= bottom or other_bottom <= top


@pytest.mark.parametrize("sizes", IN_LANES)
def test_in_lanes_the_way_back_runs_above_the_way_forward(sizes):
    _, found = picture(sizes)

    def top(slot):
        return min(box(rect)[1] for rect in found["slot", slot, 1][0].iter() if rect.tag.endswith("rect"))

    assert top("loss") < top("own") < top("next") < top("dh") < top("h") < top("x") < top("dx")


@pytest.mark.parametrize("n_nodes", range(1, 10))
def test_in_lanes_what_waits_is_a_strip_from_five_nodes_on_and_the_rest_beyond_teaching_size(n_nodes):
    _, found = picture(Sizes(1, 12, 2, n_nodes))
    strips = {slot for slot in ("own", "next", "dh", "h") if found["slot", slot, 3][0].get("data-strip")}
    assert strips == (set() if n_nodes <= 4 else {"own", "next"} if n_nodes <= 8 else {"own", "next", "dh", "h"})


@pytest.mark.parametrize("sizes", IN_LANES)
def test_a_road_along_a_lane_is_seen_between_the_columns_alone(sizes):
    _, found = picture(sizes)
    for (kind, name, _), (element, *_) in found.items():
        if kind == "road" and name in ("forward", "back"):
            start, end = map(float, re.fullmatch(r"M([\d.]+) [\d.]+H([\d.]+)", element.get("d")).groups())
            _, hidden, seen, _ = map(float, element.get("stroke-dasharray").split())
            assert hidden + seen == pytest.approx(abs(end - start), abs=0.01)
            assert (end > start) == (name == "forward")

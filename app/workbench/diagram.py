"""The network unrolled over time, as SVG: a function of the sizes alone.

The picture has no numbers in it. Groups of cells carry `data-slot`, roads `data-road`, and parts that can
light up `data-part`; each belongs to a column, and column c stands for time step first + c, where the player
chooses `first` so that the clock stays in view. Text with `data-label` is a pattern over the column's `{t}`, and
so is `data-name`, the name that a slot's numbers have; a slot with `data-waits` is a place where something waits.
"""

from dataclasses import dataclass
from html import escape

from app import limits
from app.experiment import ARRAYS, Sizes

CELL_WIDTH = 54
GAP = 80
PADDING = 7
BOX_WIDTH = 2 * CELL_WIDTH + 3 + 2 * PADDING
PITCH = BOX_WIDTH + GAP
CHIP_WIDTH = 52
#: Lower cells, in pixels at natural size, have no room for a number.
LOWEST_WITH_NUMBER = 12


@dataclass(frozen=True)
class _Slot:
    """A place for cells: the array whose entries stand there, and what they are called."""

    array: str
    name: str
    waits: bool = False  # a place on a road: nothing is drawn of it before something has come

    def attributes(self, slot: str) -> str:
        """What the player reads of it."""
        said = f'data-slot="{slot}" data-kind="{ARRAYS[self.array].kind}" data-name="{escape(self.name)}"'
        return said + (' data-waits="yes"' if self.waits else "")


_SLOTS = {
    "h": _Slot("h", "h_{t}"),
    "dh": _Slot("dh", "∂L/∂h_{t}"),
    "own": _Slot("dh_output", "∂L_{t}/∂h_{t}", waits=True),
    "next": _Slot("dh_next", "∂L/∂a_{t+1} W_hᵀ", waits=True),
    "x": _Slot("x", "x_{t}"),
    "dx": _Slot("dx", "∂L/∂x_{t}", waits=True),
    "loss": _Slot("loss_steps", "L_{t}"),
}


@dataclass(frozen=True)
class _Layout:
    """Heights, in pixels at natural size, for a number of nodes and features."""

    cell: float
    chip: float
    feature: float
    n_nodes: int
    n_features: int

    @property
    def box_top(self) -> float:
        return 50 + self.chip * self.n_nodes

    @property
    def cells_top(self) -> float:
        return self.box_top + 24

    @property
    def box_height(self) -> float:
        return max(24 + self.cell * self.n_nodes + PADDING, 60 + self.chip * self.n_nodes)

    @property
    def x_top(self) -> float:
        return self.box_top + self.box_height + 30

    @property
    def height(self) -> float:
        return self.x_top + self.feature * self.n_features + 6


def _layout(sizes: Sizes) -> _Layout:
    n = sizes.n_nodes
    numbers = n <= limits.TEACHING_NODES
    cell, chip = (24, 17) if n <= 4 else (21, 17) if numbers else (max(2.5, 180 / n), max(1.5, 90 / n))
    return _Layout(cell, chip, 21 if sizes.n_features <= 4 else 14, n, sizes.n_features)


def diagram(sizes: Sizes) -> str:
    """The SVG of a network of these sizes; beyond teaching size a window of columns."""
    layout = _layout(sizes)
    n_columns = min(sizes.n_sequences, limits.TEACHING_SEQUENCES)
    width = n_columns * PITCH + BOX_WIDTH + 34
    parts = [_column(c, layout) for c in range(n_columns + 1)]
    parts += [_between(c, layout) for c in range(1, n_columns + 1)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {layout.height:g}" '
        f'data-width="{width}" data-columns="{n_columns}" data-pitch="{PITCH}">'
        f"{_MARKERS}{''.join(parts)}</svg>"
    )


_MARKERS = "<defs>{}{}</defs>".format(
    '<pattern id="unroll-hatch" class="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6"/><path d="M0 0V6"/></pattern>',
    "".join(
        f'<marker id="unroll-{name}" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="9" markerHeight="9" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" class="head {name}"/></marker>'
        for name in ("forward", "backward")
    ),
)


def _left(c: int) -> float:
    return 4 + c * PITCH


def _column(c: int, layout: _Layout) -> str:
    """The cell of one time step: its state, its gradient, its loss above and its input below."""
    left, top = _left(c), layout.box_top
    state, gradient = left + PADDING, left + PADDING + CELL_WIDTH + 3
    parts = [
        f'<rect class="box" data-part="column" x="{left}" y="{top:g}" width="{BOX_WIDTH}" '
        f'height="{layout.box_height:g}" rx="8"/>',
        _label("h_{t}", state + CELL_WIDTH / 2, top + 17, "forward"),
        _label("∂L/∂h_{t}", gradient + CELL_WIDTH / 2, top + 17, "backward"),
        _cells("h", state, layout.cells_top, layout.cell, layout),
        _cells("dh", gradient, layout.cells_top, layout.cell, layout),
    ]
    if c > 0:
        parts += _loss_and_input(left, state, gradient, layout)
    return f'<g class="column" data-column="{c}">{"".join(parts)}</g>'


def _loss_and_input(left: float, state: float, gradient: float, layout: _Layout) -> list[str]:
    middle = gradient + CELL_WIDTH / 2
    chip_left, chip_end = middle - CHIP_WIDTH / 2, 34 + layout.chip * layout.n_nodes
    below = layout.box_top + layout.box_height
    x_middle = state + CELL_WIDTH / 2
    return [
        f'<g class="loss" data-part="y"><rect x="{left + 2}" y="2" width="{BOX_WIDTH - 4}" height="26" rx="13"/>',
        _label("L_{t}", left + 26, 20, "loss-name"),
        f'<g {_SLOTS["loss"].attributes("loss")}><g class="cell"><rect class="bare" x="{left + 40}" y="4" '
        f'width="72" height="22" rx="11"/><text x="{left + 76}" y="20">·</text></g></g></g>',
        _cells("own", chip_left, 32, layout.chip, layout, chip=True, comes_from=(0, -22)),
        _road("own", f"M{middle} {chip_end + 2:g}V{layout.box_top - 2:g}", "backward"),
        _road("input", f"M{x_middle} {layout.x_top - 3:g}V{below + 3:g}", "forward"),
        _label("W_x", x_middle + 9, below + 22, "forward road-name", anchor="start"),
        _label("x_{t}", state - 7, layout.x_top + 15, "plain", anchor="end"),
        _cells("x", state, layout.x_top, layout.feature, layout),
        '<g class="fine-only">',
        _road("below", f"M{middle} {below + 3:g}V{layout.x_top - 3:g}", "backward"),
        _label("∂L/∂x_{t}", middle + 9, below + 22, "backward road-name", anchor="start"),
        _cells(
            "dx",
            gradient,
            layout.x_top,
            layout.feature,
            layout,
            comes_from=(0, below - layout.x_top),
        ),
        "</g>",
    ]


def _between(c: int, layout: _Layout) -> str:
    """The roads between column c-1 and column c: the state goes on, the gradient comes back."""
    start, end = _left(c - 1) + BOX_WIDTH, _left(c)
    middle, y = (start + end) / 2, layout.box_top + 26
    chip_top = layout.box_top + 52
    y_back = chip_top + layout.chip * layout.n_nodes / 2
    chip_left = middle - CHIP_WIDTH / 2
    from_box = end - chip_left - CHIP_WIDTH
    forward = _road("forward", f"M{start + 2} {y:g}H{end - 3}", "forward") + _label(
        "W_h", middle, y - 7, "forward road-name"
    )
    if c == 1:
        roads = _road("back", f"M{end - 2} {y_back:g}H{start + 3}", "backward")
        label = _label("W_h^{T}", middle, y_back - 7, "backward road-name")
        waiting = f'<g class="from-first">{label}</g>'
    else:
        roads = _road("back", f"M{end - 2} {y_back:g}H{chip_left + CHIP_WIDTH + 3}", "backward")
        waiting = _label("W_h^{T}", middle, chip_top + layout.chip * layout.n_nodes + 18, "backward road-name")
    arrived = f'<g data-column="{c - 1}">' + (
        _cells("next", chip_left, chip_top, layout.chip, layout, chip=True, comes_from=(from_box, 0))
        + _road("next", f"M{chip_left - 2} {y_back:g}H{start + 3}", "backward")
        if c > 1
        else ""
    )
    return f'<g data-column="{c}">{forward}{roads}{waiting}</g>{arrived}</g>'


def _road(name: str, path: str, direction: str) -> str:
    return f'<path class="road {direction}" data-road="{name}" d="{path}" marker-end="url(#unroll-{direction})"/>'


def _label(pattern: str, x: float, y: float, classes: str, anchor: str = "middle") -> str:
    return (
        f'<text class="label {classes}" data-label="{escape(pattern)}" x="{x:g}" y="{y:g}" '
        f'text-anchor="{anchor}">{escape(pattern)}</text>'
    )


def _cells(
    slot: str,
    left: float,
    top: float,
    height: float,
    layout: _Layout,
    *,
    chip: bool = False,
    comes_from: tuple[float, float] | None = None,
) -> str:
    """A column of cells; where they would be too low for numbers, one image with a pixel for each.

    What is put there moves in from `comes_from`, in pixels beside its place.
    """
    width = CHIP_WIDTH if chip else CELL_WIDTH
    count = layout.n_features if ARRAYS[_SLOTS[slot].array].axes.endswith("f") else layout.n_nodes
    classes = "cells chip" if chip else "cells"
    slot_of = f'<g class="{classes}" {_SLOTS[slot].attributes(slot)}'
    if comes_from:
        slot_of += f' data-from="{comes_from[0]:g} {comes_from[1]:g}"'
    if height < LOWEST_WITH_NUMBER:
        box = f'x="{left:g}" y="{top:g}" width="{width}" height="{height * count:g}"'
        return (
            f'{slot_of} data-strip="{count}"><rect class="ground" {box}/><image {box} preserveAspectRatio="none"/></g>'
        )
    cells = [_cell(left, top + i * height, width, height - (1.5 if chip else 2)) for i in range(count)]
    return f"{slot_of}>{''.join(cells)}</g>"


def _cell(left: float, top: float, width: float, height: float) -> str:
    return (
        f'<g class="cell"><rect x="{left:g}" y="{top:g}" width="{width}" height="{height:g}" rx="2"/>'
        f'<text x="{left + width / 2:g}" y="{top + height / 2:g}" dominant-baseline="central"/></g>'
    )

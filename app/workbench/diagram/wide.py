"""The wide picture: each time step a box with its state beside its gradient, and room for names between the boxes."""

from dataclasses import dataclass

from app import limits
from app.experiment import ARRAYS, Sizes
from app.workbench.diagram.marks import SLOTS, definitions, label, road, sign, svg
from app.workbench.diagram.marks import cells as cells_of

CELL_WIDTH = 54
GAP = 80
PADDING = 7
BOX_WIDTH = 2 * CELL_WIDTH + 3 + 2 * PADDING
PITCH = BOX_WIDTH + GAP
CHIP_WIDTH = 52


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


def draw(sizes: Sizes) -> str:
    """The SVG of a network of these sizes."""
    layout = _layout(sizes)
    n_columns = sizes.n_sequences
    width = n_columns * PITCH + BOX_WIDTH + 34
    parts = [definitions(9)]
    parts += [_column(c, layout) for c in range(n_columns + 1)]
    parts += [_between(c, layout) for c in range(1, n_columns + 1)]
    more = f' data-room="{CHIP_WIDTH - 4}"'
    return svg(width, layout.height, columns=n_columns, pitch=PITCH, parts=parts, more=more)


def _left(c: int) -> float:
    return 4 + c * PITCH


def _column(c: int, layout: _Layout) -> str:
    """The cell of one time step: its state, its gradient, its loss above and its input below."""
    left, top = _left(c), layout.box_top
    state, gradient = left + PADDING, left + PADDING + CELL_WIDTH + 3
    parts = [
        f'<rect class="box" data-part="column" x="{left}" y="{top:g}" width="{BOX_WIDTH}" '
        f'height="{layout.box_height:g}" rx="8"/>',
        label("h_{t}", state + CELL_WIDTH / 2, top + 17, "forward"),
        label("∂L/∂h_{t}", gradient + CELL_WIDTH / 2, top + 17, "backward"),
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
        label("L_{t}", left + 26, 20, "loss-name"),
        f'<g {SLOTS["loss"].attributes("loss")}><g class="cell"><rect class="bare" x="{left + 40}" y="4" '
        f'width="72" height="22" rx="11"/><text x="{left + 76}" y="20">·</text></g></g></g>',
        _cells("own", chip_left, 32, layout.chip, layout, chip=True, comes_from=(0, -22)),
        road("own", f"M{middle} {chip_end + 2:g}V{layout.box_top - 2:g}", "backward"),
        sign("plus", "+", left + BOX_WIDTH, layout.box_top, radius=9),
        road("input", f"M{x_middle} {layout.x_top - 3:g}V{below + 3:g}", "forward"),
        label("W_x", x_middle + 9, below + 22, "forward road-name", anchor="start"),
        label("x_{t}", state - 7, layout.x_top + 15, "plain", anchor="end"),
        _cells("x", state, layout.x_top, layout.feature, layout),
        '<g class="fine-only">',
        road("below", f"M{middle} {below + 3:g}V{layout.x_top - 3:g}", "backward"),
        label("∂L/∂x_{t}", middle + 9, below + 22, "backward road-name", anchor="start"),
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
    forward = road("forward", f"M{start + 2} {y:g}H{end - 3}", "forward") + label(
        "W_h", middle, y - 7, "forward road-name"
    )
    if c == 1:
        roads = road("back", f"M{end - 2} {y_back:g}H{start + 3}", "backward")
        name = label("W_h^{T}", middle, y_back - 7, "backward road-name")
        waiting = f'<g class="from-first">{name}</g>'
    else:
        roads = road("back", f"M{end - 2} {y_back:g}H{chip_left + CHIP_WIDTH + 3}", "backward")
        waiting = label("W_h^{T}", middle, chip_top + layout.chip * layout.n_nodes + 18, "backward road-name")
    arrived = f'<g data-column="{c - 1}">' + (
        _cells("next", chip_left, chip_top, layout.chip, layout, chip=True, comes_from=(from_box, 0))
        + road("next", f"M{chip_left - 2} {y_back:g}H{start + 3}", "backward")
        if c > 1
        else ""
    )
    return f'<g data-column="{c}">{forward}{roads}{waiting}</g>{arrived}</g>'


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
    """A column of cells as wide as its kind."""
    count = layout.n_features if ARRAYS[SLOTS[slot].array].axes.endswith("f") else layout.n_nodes
    look = {"width": CHIP_WIDTH, "gap": 1.5, "classes": "cells chip"} if chip else {"width": CELL_WIDTH}
    return cells_of(slot, left, top, height=height, count=count, comes_from=comes_from, **look)

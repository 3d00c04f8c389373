"""Two lanes, for longer sequences: the way forward runs to the right in the lower one, the way back to the left in the
upper one.

L_t            a narrow column for each time step, h_0 the first one
∂L_t/∂h_t
+ from t+1     <-   upper lane
= ∂L/∂h_t
t              0    1    2   ...
h_t            ->   lower lane
x_t
"""

from dataclasses import dataclass

from app import limits
from app.experiment import Sizes
from app.workbench.diagram.marks import SLOTS, cells, definitions, label, road, sign, svg

#: Of the whole picture, in pixels at natural size: what the page gives it on a screen of 1280 x 720.
WIDTH = 728
#: Where the columns begin; the names of the rows stand left of it.
NAMES = 72
WIDEST_CELL = 62
#: Between the cells of two columns: room for an arrow.
GAP = 4
#: A row of this height has room for its name and for the name of its road below it.
TWO_LINES = 30
STRIP, CHIP_STRIP = 90, 36
#: More features than this are a strip.
MOST_FEATURES = 4


@dataclass(frozen=True)
class _Rows:
    """Heights and places of the rows, from the top, in pixels at natural size."""

    n_nodes: int
    n_features: int
    cell: float  # of a state or its gradient
    chip: float  # of one that waits
    feature: float

    loss: float = 2
    own: float = 24

    @property
    def upper(self) -> float:
        """The upper lane, which the arrow from the own loss leads to."""
        return self.own + self.chip * self.n_nodes + 10

    @property
    def next(self) -> float:
        return self.upper + 4 + (self._of_chips - self.chip * self.n_nodes) / 2

    @property
    def dh(self) -> float:
        return self.upper + 4 + self._of_chips + 9

    @property
    def upper_end(self) -> float:
        return self.dh + self.cell * self.n_nodes + 3

    @property
    def lower(self) -> float:
        """The lower lane, below the numbers of the steps."""
        return self.upper_end + 18

    @property
    def h(self) -> float:
        return self.lower + 4 + (self._of_states - self.cell * self.n_nodes) / 2

    @property
    def lower_end(self) -> float:
        return self.lower + self._of_states + 7

    @property
    def x(self) -> float:
        return self.lower_end + 14

    @property
    def dx(self) -> float:
        return self.x + self.feature * self.n_features + 4

    @property
    def end(self) -> float:
        return self.dx + self.feature * self.n_features + 3

    @property
    def _of_chips(self) -> float:
        return max(TWO_LINES, self.chip * self.n_nodes)

    @property
    def _of_states(self) -> float:
        return max(TWO_LINES, self.cell * self.n_nodes)


@dataclass(frozen=True)
class _Columns:
    """Where the columns stand, in pixels at natural size: column 0 and `count` more."""

    count: int

    @property
    def pitch(self) -> float:
        return (WIDTH - NAMES) / (self.count + 1)

    @property
    def cell(self) -> float:
        """The width of its cells."""
        return min(WIDEST_CELL, self.pitch - GAP)

    def left(self, c: int) -> float:
        """Of the cells of column c."""
        return self.middle(c) - self.cell / 2

    def right(self, c: int) -> float:
        return self.middle(c) + self.cell / 2

    def middle(self, c: int) -> float:
        return NAMES + (c + 0.5) * self.pitch


def _rows(sizes: Sizes) -> _Rows:
    n, f = sizes.n_nodes, sizes.n_features
    main = max(n, STRIP) / n if n > limits.TEACHING_NODES else 16 if n > 3 else 17 if n == 3 else 18
    chip = main if n <= 4 else CHIP_STRIP / n
    return _Rows(n, f, main, chip, 16 if f <= MOST_FEATURES else CHIP_STRIP / f)


def draw(sizes: Sizes) -> str:
    """The SVG of a network of these sizes; beyond teaching size a window of columns."""
    rows = _rows(sizes)
    columns = _Columns(min(sizes.n_sequences, limits.TEACHING_SEQUENCES))
    numbers = range(columns.count + 1)
    parts = [definitions(5.5), _lanes(rows)]
    parts += [_column(c, rows, columns) for c in numbers]
    parts += [_roads(c, rows, columns) for c in numbers]
    parts.append(_names(rows))
    more = f' class="lanes" data-left="{NAMES}" data-room="{columns.cell - 3:g}" data-fine="{rows.end - rows.dx:g}"'
    return svg(WIDTH, rows.end, columns=columns.count, pitch=columns.pitch, parts=parts, more=more)


def _lanes(rows: _Rows) -> str:
    return "".join(
        f'<rect class="lane {name}" x="{NAMES}" y="{top:g}" width="{WIDTH - NAMES}" height="{end - top:g}" rx="7"/>'
        for name, top, end in (("backward", rows.upper, rows.upper_end), ("forward", rows.lower, rows.lower_end))
    )


def _names(rows: _Rows) -> str:
    """What the rows show, at the left; under it the weights that stand at the lane's arrows."""
    chips, states = rows.chip * rows.n_nodes, rows.cell * rows.n_nodes
    inputs = rows.feature * rows.n_features

    def name(pattern: str, middle: float, classes: str) -> str:
        return label(pattern, NAMES - 5, middle + 4.5, f"{classes} row-name", anchor="end")

    next_name = (
        f'<text class="label backward row-name" x="{NAMES - 5}" y="{rows.next + chips / 2 - 5:g}" text-anchor="end">'
        '+<tspan dx="4" data-say="chart.next">t+1</tspan></text>'
    )
    parts = [
        name("L_t", rows.loss + 8, "loss-name"),
        name("∂L_t/∂h_t", rows.own + chips / 2, "backward"),
        next_name,
        name("← W_h^{T}", rows.next + chips / 2 + 9, "backward road-name"),
        name("= ∂L/∂h_t", rows.dh + states / 2, "backward"),
        name("t", rows.upper_end + 9, "plain"),
        name("h_t", rows.h + states / 2 - 9, "forward"),
        name("W_h →", rows.h + states / 2 + 9, "forward road-name"),
        name("x_t", rows.x + inputs / 2, "plain"),
        f'<g class="fine-only">{name("∂L/∂x_t", rows.dx + inputs / 2, "backward")}</g>',
    ]
    behind = f'<rect class="paper" x="-16" y="0" width="{NAMES + 15}" height="{rows.end:g}"/>'
    return f'<g class="names" data-column="0" data-stays="yes">{behind}{"".join(parts)}</g>'


def _column(c: int, rows: _Rows, columns: _Columns) -> str:
    """The cells of one time step."""
    left, middle, width = columns.left(c), columns.middle(c), columns.cell
    nodes = {"width": width, "count": rows.n_nodes, "gap": 1.5}
    features = {"width": width, "count": rows.n_features, "gap": 1.5, "height": rows.feature}
    chip = nodes | {"height": rows.chip, "classes": "cells chip"}
    arrives = (0, rows.next - rows.dh) if c > 0 else (columns.pitch, 0)
    parts = [
        f'<rect class="box" data-part="column" x="{left - 2:g}" y="1" width="{width + 4:g}" '
        f'height="{rows.x + rows.feature * rows.n_features:g}" rx="6"/>',
        cells("dh", left, rows.dh, height=rows.cell, comes_from=arrives, **nodes),
        label("{t}", middle, rows.upper_end + 13.5, "step", more=' data-part="column"'),
        cells("h", left, rows.h, height=rows.cell, **nodes),
    ]
    if c > 0:
        parts += [
            _loss(middle, width),
            cells("own", left, rows.own, comes_from=(0, -20), **chip),
            road("own", f"M{middle:g} {rows.own + rows.chip * rows.n_nodes:g}V{rows.upper + 1:g}", "backward"),
            sign("plus", "+", middle, rows.upper, radius=6.5),
            cells("x", left, rows.x, **features),
            '<g class="fine-only">',
            cells("dx", left, rows.dx, comes_from=(0, rows.lower_end - rows.dx), **features),
            "</g>",
        ]
    if 0 < c < columns.count:
        parts.append(cells("next", left, rows.next, comes_from=(columns.pitch, rows.dh - rows.next), **chip))
    return f'<g class="column" data-column="{c}">{"".join(parts)}</g>'


def _loss(middle: float, width: float) -> str:
    """The loss of one time step, which lights up when it is computed."""
    box = f'x="{middle - width / 2:g}" y="2" width="{width:g}" height="17" rx="8"'
    return (
        f'<g class="loss" data-part="y"><rect {box}/><g {SLOTS["loss"].attributes("loss")}><g class="cell">'
        f'<rect class="bare" {box}/><text x="{middle:g}" y="11" dominant-baseline="central">·</text></g></g></g>'
    )


def _roads(c: int, rows: _Rows, columns: _Columns) -> str:
    """The roads within column c, and those between it and the one before."""
    if c == 0:
        return ""
    before, middle, beside = columns.middle(c - 1), columns.middle(c), columns.right(c) + GAP / 2
    chips, states = rows.chip * rows.n_nodes, rows.cell * rows.n_nodes
    back = rows.next + chips / 2 if c > 1 else rows.dh + states / 2  # at h_0 nothing else meets it
    end_below = rows.dx + rows.feature / 2
    below = road("below", f"M{beside:g} {rows.lower_end:g}V{end_below:g}H{columns.right(c):g}", "backward")
    parts = [
        road("input", f"M{middle:g} {rows.x - 2:g}V{rows.lower_end:g}", "forward"),
        _lane_road("forward", before, columns.right(c - 1), columns.left(c) - 1, rows.h + states / 2),
        _lane_road("back", middle, columns.left(c), columns.right(c - 1) + 1, back),
        f'<g class="fine-only">{below}</g>',
    ]
    if c < columns.count:
        parts.append(road("next", f"M{middle:g} {rows.next + chips:g}V{rows.dh - 2:g}", "backward"))
    return f'<g data-column="{c}">{"".join(parts)}</g>'


def _lane_road(name: str, start: float, edge: float, end: float, y: float) -> str:
    """A road along a lane: it is seen from the edge of a column on, and what moves along it starts in the middle."""
    hidden, seen = abs(edge - start), abs(end - edge)
    direction = "forward" if name == "forward" else "backward"
    return road(name, f"M{start:g} {y:g}H{end:g}", direction, f' stroke-dasharray="0 {hidden:g} {seen:g} 9"')

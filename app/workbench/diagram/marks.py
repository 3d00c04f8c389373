"""What every geometry of the diagram is drawn with: places for cells, roads, labels and the ends of arrows."""

from dataclasses import dataclass
from html import escape

from app.experiment import ARRAYS

#: Lower cells, in pixels at natural size, have no room for a number.
LOWEST_WITH_NUMBER = 12


@dataclass(frozen=True)
class Slot:
    """A place for cells: the array whose entries stand there, and what they are called."""

    array: str
    name: str
    waits: bool = False  # a place on a road: nothing is drawn of it before something has come

    def attributes(self, slot: str) -> str:
        """What the player reads of it."""
        said = f'data-slot="{slot}" data-kind="{ARRAYS[self.array].kind}" data-name="{escape(self.name)}"'
        return said + (' data-waits="yes"' if self.waits else "")


SLOTS = {
    "h": Slot("h", "h_{t}"),
    "dh": Slot("dh", "∂L/∂h_{t}"),
    "own": Slot("dh_output", "∂L_{t}/∂h_{t}", waits=True),
    "next": Slot("dh_next", "∂L/∂a_{t+1} W_hᵀ", waits=True),
    "x": Slot("x", "x_{t}"),
    "dx": Slot("dx", "∂L/∂x_{t}", waits=True),
    "loss": Slot("loss_steps", "L_{t}"),
}


def svg(width: float, height: float, *, columns: int, pitch: float, parts: list[str], more: str = "") -> str:
    """The whole picture; `pitch` is the way from one column to the next, `more` further attributes."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'data-width="{width:g}" data-columns="{columns}" data-pitch="{pitch:g}"{more}>{"".join(parts)}</svg>'
    )


def definitions(arrow: float) -> str:
    """The hatching, and the arrows that roads end in, `arrow` pixels long."""
    return "<defs>{}{}</defs>".format(
        '<pattern id="unroll-hatch" class="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6"/><path d="M0 0V6"/></pattern>',
        "".join(
            f'<marker id="unroll-{name}" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="{arrow:g}" '
            f'markerHeight="{arrow:g}" markerUnits="userSpaceOnUse" orient="auto">'
            f'<path d="M0 0L10 5L0 10z" class="head {name}"/></marker>'
            for name in ("forward", "backward")
        ),
    )


def road(name: str, path: str, direction: str, more: str = "") -> str:
    """An arrow along which something moves."""
    return f'<path class="road {direction}" data-road="{name}" d="{path}" marker-end="url(#unroll-{direction})"{more}/>'


def sign(name: str, text: str, x: float, y: float, radius: float) -> str:
    """What is done where roads meet, in a circle; it is seen while that is lit."""
    return (
        f'<g class="sign-at" data-part="{name}"><circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'
        f'<text x="{x:g}" y="{y:g}" text-anchor="middle" dominant-baseline="central">{escape(text)}</text></g>'
    )


def label(pattern: str, x: float, y: float, classes: str, anchor: str = "middle", more: str = "") -> str:
    """A text over the column's time step."""
    return (
        f'<text class="label {classes}" data-label="{escape(pattern)}" x="{x:g}" y="{y:g}" '
        f'text-anchor="{anchor}"{more}>{escape(pattern)}</text>'
    )


def cells(
    slot: str,
    left: float,
    top: float,
    *,
    width: float,
    height: float,
    count: int,
    gap: float = 2,
    classes: str = "cells",
    comes_from: tuple[float, float] | None = None,
) -> str:
    """A column of `count` cells, one every `height` pixels; where those are too low for numbers, one image with a pixel
    for each.

    What is put there moves in from `comes_from`, in pixels beside its place.
    """
    slot_of = f'<g class="{classes}" {SLOTS[slot].attributes(slot)}'
    if comes_from:
        slot_of += f' data-from="{comes_from[0]:g} {comes_from[1]:g}"'
    if height < LOWEST_WITH_NUMBER:
        box = f'x="{left:g}" y="{top:g}" width="{width:g}" height="{height * count:g}"'
        return (
            f'{slot_of} data-strip="{count}"><rect class="ground" {box}/><image {box} preserveAspectRatio="none"/></g>'
        )
    return f"{slot_of}>{''.join(cell(left, top + i * height, width, height - gap) for i in range(count))}</g>"


def cell(left: float, top: float, width: float, height: float) -> str:
    """A place for one number."""
    return (
        f'<g class="cell"><rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="2"/>'
        f'<text x="{left + width / 2:g}" y="{top + height / 2:g}" dy=".35em"/></g>'
    )

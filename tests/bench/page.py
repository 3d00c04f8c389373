"""The page's speed in a real headless Chromium, beside a bare Streamlit app in the same run.

Run by `make bench-page`. Edits take turns between the pages. Milliseconds go from the key to the frame that shows it.
"""

import random
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from app.experiment import Experiment, Sizes
from app.experiment.presets import TEXTBOOK
from tests.bench.visits import Visit, open_visit, script
from tests.browser.chromium import FLAGS, find
from tests.server.process import Server

BARE = Path(__file__).with_name("bare.py")
N_EDITS = 100
#: Edits of one page before it is another's turn: a person, too, seldom makes a single one.
BURST = 10
#: Milliseconds between two frames.
FRAME = 1000 / 60
#: Without the file of the project: nothing but what keeps a server from asking who it is.
DEFAULTS = ("server.headless=true", "browser.gatherUsageStats=false", "browser.serverAddress=localhost")


def case(n_sequences: int, n_nodes: int) -> Experiment:
    """A random network with two features and a loss at every step."""
    rng = np.random.default_rng(0)
    made = TEXTBOOK.resized(Sizes(1, n_sequences, 2, n_nodes))
    return replace(
        made,
        x=rng.normal(size=made.x.shape).round(2),
        W_x=rng.normal(size=made.W_x.shape).round(2),
        W_h=(rng.normal(size=made.W_h.shape) / np.sqrt(n_nodes)).round(2),
        y=rng.uniform(-1, 1, size=made.y.shape).round(2),
    )


def told(what: str, figure: str, target: str = "", met: bool | None = None) -> None:
    """Prints one line of the table."""
    print(f"{what:58} {figure:>34}   {target:26} {'' if met is None else 'met' if met else 'MISSED'}", flush=True)


# ---- playing and stepping ----


def frames(visit: Visit) -> None:
    """Playback at speed 1, frame by frame, and the script time of a step."""
    found = sorted(visit.page.evaluate(script("frames")))
    median, largest = statistics.median(found), found[-1]
    told("frame while playing, median (ms)", f"{median:.1f}", "16.7", median < 17)
    late = sum(frame > 17.7 for frame in found)
    longest = f"{largest:.1f} ({late} of {len(found)} late)"
    told("frame while playing, longest (ms)", longest, "at most 50", largest <= 50)
    spent = script_of_a_step(visit)
    told("script time of a step (ms)", f"{spent:.1f}", "at most 10", spent <= 10)


def script_of_a_step(visit: Visit) -> float:
    """Milliseconds of script that a step takes at textbook size, the whole timeline through."""
    keys = ["Home", *["ArrowRight"] * 7] * 5
    visit.page.evaluate("document.activeElement.blur()")  # the arrows of a number field are its own
    before = visit.metric("ScriptDuration")
    visit.page.evaluate(script("steps"), keys)
    return 1e3 * (visit.metric("ScriptDuration") - before) / len(keys)


def rates(visit: Visit) -> None:
    """Steps per second while playing at the highest speed."""
    visit.page.get_by_label("Speed").select_option("4")
    visit.page.evaluate("document.activeElement.blur()")
    for name, rate in zip(("forward", "backward"), visit.page.evaluate(script("rates")), strict=True):
        told(f"T = 100, 32 nodes: steps per second playing {name}", f"{rate:.1f}", "at least 30", rate >= 30)


_DRAG_SECONDS = 3


def drag(visit: Visit) -> None:
    """How often the whole page is painted anew while a number is dragged sideways."""
    box = visit.page.get_by_label("W_h row 2 column 3", exact=True).bounding_box()
    x, y = box["x"] + 5, box["y"] + box["height"] / 2
    visit.page.evaluate(script("count_updates"))
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    end, moved = time.monotonic() + _DRAG_SECONDS, 0
    while time.monotonic() < end:
        moved = (moved + 4) % 600
        visit.page.mouse.move(x + moved, y)
        visit.page.wait_for_timeout(15)
    visit.page.mouse.up()
    rate = visit.page.evaluate("() => window.updates") / _DRAG_SECONDS
    told("dragging a number: updates per second", f"{rate:.1f}", "at least 10", rate >= 10)


def step_times(visit: Visit, what: str, n_sequences: int) -> None:
    """From the key to the frame that shows the step, on the way forward and back."""
    half = ["ArrowRight"] * 20
    forward = visit.page.evaluate(script("steps"), ["Home", *half])[1:]
    backward = visit.page.evaluate(script("steps"), ["End", *["ArrowLeft"] * (n_sequences // 2), *half])[-20:]
    median, largest = statistics.median(forward + backward), max(forward + backward)
    told(f"{what}: a step, median and longest (ms)", f"{median:.0f}, {largest:.0f}", "at most 100", largest <= 100)


# ---- edit to painted ----


def edits(visits: dict[str, tuple[Visit, str]], n_edits: int = N_EDITS) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of edits: by page, then by what was painted. The pages take turns, with a burst of edits each.

    A person's key comes at any moment between two frames; after a rest of always the same length it would come at the
    same one, and a page could be lucky with it.
    """
    found = {name: {} for name in visits}
    moments = random.Random(0)
    for visit, _ in visits.values():
        visit.devtools.send("Network.disable")  # the page itself copies what it receives for whoever counts the bytes
    for burst in range(1 + n_edits // BURST):
        for name, (visit, edit) in visits.items():
            for turn in range(burst * BURST, (burst + 1) * BURST):
                for what, milliseconds in visit.page.evaluate(edit, turn).items():
                    if burst > 0:  # the first one warms up
                        found[name].setdefault(what, []).append(milliseconds)
                visit.page.wait_for_timeout(20 + moments.uniform(0, FRAME))
    return found


def median(found: list[float]) -> float:
    """The middle of the figures."""
    return statistics.median(found)


def p95(found: list[float]) -> float:
    """The 95th percentile of the figures."""
    return statistics.quantiles(found, n=20)[-1]


def say_edits(found: dict[str, dict[str, list[float]]]) -> None:
    """Times of edits at textbook size, and how many times those of the bare app."""
    bare = found["bare"]["numbers"]
    for name in ("bare", "bare, default configuration"):
        numbers = found[name]["numbers"]
        told(f"{name} app: edit to painted (ms)", f"{median(numbers):.1f}, p95 {p95(numbers):.1f}")
    for what, targets in (("numbers", {median: 1.5, p95: 2.5}), ("charts", {median: 3, p95: None})):
        for figure, target in targets.items():
            milliseconds, times = figure(found["page"][what]), figure(found["page"][what]) / figure(bare)
            told(
                f"textbook: edit to painted, {what}, {figure.__name__} (ms)",
                f"{milliseconds:.1f} = {times:.2f} times bare",
                f"at most {target} times" if target else "",
                target and times <= target,
            )


def say_large(found: dict[str, dict[str, list[float]]]) -> None:
    """Times of edits at the sizes of a classroom's and of the largest case."""
    middle, largest = median(found["T = 100"]["numbers"]), found["T = 200"]["charts"]
    times = middle / median(found["bare"]["numbers"])
    told(
        "T = 100, 32 nodes: edit to painted, numbers, median (ms)",
        f"{middle:.1f} = {times:.2f} times bare",
        "at most 3 times",
        times <= 3,
    )
    told(
        "T = 200, 64 nodes: edit to painted with charts (ms)",
        f"{median(largest):.0f}, longest {max(largest):.0f}",
        "at most 1000",
        max(largest) <= 1000,
    )


# ---- lenses ----

_LENSES = {"1": "worked", "2": "program", "3": "where", "4": "why"}


def through_lens(visit: Visit, key: str) -> Visit:
    """Opens a lens, at the end of the timeline, where all of it is shown."""
    visit.page.keyboard.press("End")
    visit.page.keyboard.press(key)
    lens = f'[data-testid=lens][data-lens="{_LENSES[key]}"]'
    visit.page.wait_for_selector(lens)
    visit.page.wait_for_function(f"() => !document.querySelector('{lens} .waits')")
    return visit


def say_lenses(browser, url: str) -> None:
    """Edits with each lens open, beside the same with the worked equation; the script time of a step; a slider."""
    edit = script("edit")
    visits = {name: through_lens(open_visit(browser, url, TEXTBOOK), key) for key, name in _LENSES.items()}
    found = edits({name: (visit, edit) for name, visit in visits.items()}, n_edits=40)
    worked = median(found["worked"]["numbers"])
    for name in list(_LENSES.values())[1:]:
        milliseconds = median(found[name]["numbers"])
        times = milliseconds / worked
        what = f"textbook, lens {name}: edit to painted (ms)"
        told(what, f"{milliseconds:.1f} = {times:.2f} times worked", "at most 1.3 times", times <= 1.3)
        spent = script_of_a_step(visits[name])
        told(f"textbook, lens {name}: script time of a step (ms)", f"{spent:.1f}", "at most 10", spent <= 10)
    for visit in visits.values():
        visit.page.context.close()
    for (n_sequences, n_nodes), target in {(100, 32): 100, (200, 64): 1000}.items():
        visit = through_lens(open_visit(browser, url, case(n_sequences, n_nodes)), "3")
        milliseconds = median(edits({"where": (visit, edit)}, n_edits=20)["where"]["numbers"])
        what = f"T = {n_sequences}, {n_nodes} nodes, lens where: edit to painted (ms)"
        told(what, f"{milliseconds:.0f}", f"at most {target}", milliseconds <= target)
        visit.page.context.close()
    visit = through_lens(open_visit(browser, url, case(12, 4)), "4")
    visit.page.evaluate(script("count_updates"))
    rate = visit.page.evaluate(script("slide"), 1000 * _DRAG_SECONDS) / _DRAG_SECONDS
    told("T = 12: updates per second while a slider is dragged", f"{rate:.1f}", "at least 10", rate >= 10)
    visit.page.context.close()


# ---- bytes ----


def bytes_of_an_edit(browser, url: str) -> None:
    """What one edit brings over the WebSocket, at textbook size and as T * n_nodes grows."""
    sizes = [(3, 4), (50, 32), (100, 32), (200, 32), (200, 64)]
    found = {}
    for n_sequences, n_nodes in sizes:
        made = TEXTBOOK if n_nodes == 4 else case(n_sequences, n_nodes)
        visit = open_visit(browser, url, made, charts=False)
        received, sent = visit.received, visit.sent
        visit.page.evaluate(script("edit").replace("await Promise.all(charts)", ""), 1)
        visit.page.wait_for_timeout(200)
        found[n_sequences, n_nodes] = visit.received - received
        told(
            f"T = {n_sequences}, {n_nodes} nodes: bytes of one edit",
            f"{visit.received - received:,} (sent {visit.sent - sent:,})",
            "at most 60,000" if made is TEXTBOOK else "",
            visit.received - received <= 60_000 if made is TEXTBOOK else None,
        )
        visit.page.context.close()
    first, second = (found[2 * n, 32] - found[n, 32] for n in (50, 100))
    growth = second / first
    told("growth from T = 100 to 200 beside that from 50 to 100", f"{growth:.2f}", "2 if linear", 1.8 < growth < 2.2)


def first_visit(browser, page_url: str, bare_url: str) -> None:
    """Bytes of a first visit, and when plotly.js is asked for."""
    page, bare = open_visit(browser, page_url, TEXTBOOK), open_visit(browser, bare_url)
    page.page.wait_for_timeout(1000)
    over = page.fetched + page.received - bare.fetched - bare.received
    told("bare app: bytes of a first visit", f"{bare.fetched + bare.received:,}")
    told("first visit: bytes on top of the bare app's", f"{over:,}", "at most 1,500,000", over <= 1_500_000)
    stood, asked = page.page.evaluate(
        "[stageStood, performance.getEntriesByType('resource').find(({ name }) => name.includes('plotly')).startTime]"
    )
    told("first diagram up, plotly.js asked for (ms)", f"{stood:.0f}, {asked:.0f}", "in this order", asked >= stood)
    for visit in (page, bare):
        visit.page.context.close()


def main(folder: Path) -> None:
    """Prints the whole table."""
    servers = {
        "page": Server(folder / "page.log"),
        "bare": Server(folder / "bare.log", script=BARE),
        "default": Server(folder / "default.log", *DEFAULTS, script=BARE, root=folder),
    }
    with ExitStack() as stack:
        for server in servers.values():
            stack.enter_context(server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(windows=True), args=FLAGS)
            measure(browser, *(server.url for server in servers.values()))
            browser.close()


def measure(browser, page_url: str, bare_url: str, default_url: str) -> None:
    """Each group of figures with its own fresh pages."""
    first_visit(browser, page_url, bare_url)
    bytes_of_an_edit(browser, page_url)
    bare = open_visit(browser, bare_url), script("bare_edit")
    default = open_visit(browser, default_url), script("bare_edit")
    page = open_visit(browser, page_url, TEXTBOOK)
    frames(page)
    drag(page)
    page.page.keyboard.press("End")
    say_edits(edits({"page": (page, script("edit")), "bare": bare, "bare, default configuration": default}))
    page.page.context.close()
    say_lenses(browser, page_url)
    middle, largest = open_visit(browser, page_url, case(100, 32)), open_visit(browser, page_url, case(200, 64))
    rates(middle)
    step_times(largest, "T = 200, 64 nodes", 200)
    for visit in (middle, largest):
        visit.page.keyboard.press("End")
    edit = script("edit")
    say_large(edits({"T = 100": (middle, edit), "T = 200": (largest, edit), "bare": bare}, n_edits=30))


if __name__ == "__main__":
    if not find():
        sys.exit("No Chromium was found; `python -m tests.browser.install_chromium` brings one.")
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))

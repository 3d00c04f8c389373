"""Pages in a real headless Chromium, with what the browser says about their work and their traffic."""

import base64
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.experiment import Experiment
from app.experiment.link import encode
from app.experiment.presets import TEXTBOOK
from tests.browser import visitor

_STAGE = "[data-testid=stage]"
script = partial(visitor.script, folder=Path(__file__).parent / "scripts")


@dataclass
class Visit:
    """An open page, the bytes that came over the network and over its WebSocket, and the bytes that it sent."""

    page: object
    devtools: object
    fetched: int = 0
    received: int = 0
    sent: int = 0

    def metric(self, name: str) -> float:
        """One of the browser's own sums since the page was opened; durations in seconds."""
        found = self.devtools.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in found if metric["name"] == name)


def open_visit(browser, url: str, experiment: Experiment | None = None, *, charts: bool = True) -> Visit:
    """A new visitor with an empty cache; at `experiment` if there is one, else at what the address opens."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US")
    context.set_default_timeout(60_000)
    context.add_init_script(script("watch"))
    context.add_init_script("try { localStorage.setItem('unroll.welcomed', 'yes') } catch {}")  # nothing is explained
    if experiment is not None and experiment is not TEXTBOOK:
        kept = json.dumps(encode(experiment))
        context.add_init_script(f"sessionStorage.setItem('unroll.text', {kept})")
        url += "/?e=tab"
    page = context.new_page()
    visit = Visit(page, context.new_cdp_session(page))
    visit.devtools.send("Network.enable")
    visit.devtools.send("Performance.enable")
    _count(visit)
    page.goto(url)
    if experiment is None:
        page.wait_for_selector("output")
    else:
        wanted = experiment.sizes.n_sequences * 2 + 2
        page.wait_for_selector(f'{_STAGE}[data-revision][data-steps="{wanted}"]')
        if charts:
            page.wait_for_function("() => document.querySelectorAll('.chart.js-plotly-plot').length === 2")
    page.wait_for_load_state("networkidle")
    return visit


def _count(visit: Visit) -> None:
    def finished(event: dict) -> None:
        visit.fetched += event["encodedDataLength"]

    def frame(name: str):
        def count(event: dict) -> None:
            text = event["response"]["payloadData"]
            binary = event["response"]["opcode"] == 2
            size = len(base64.b64decode(text)) if binary else len(text.encode())
            setattr(visit, name, getattr(visit, name) + size)

        return count

    visit.devtools.on("Network.loadingFinished", finished)
    visit.devtools.on("Network.webSocketFrameReceived", frame("received"))
    visit.devtools.on("Network.webSocketFrameSent", frame("sent"))

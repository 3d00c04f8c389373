"""Nothing touches: every number has room in its cell, and beside the others."""

import pytest

from app.experiment.presets import PRESETS
from tests.browser.visitor import STAGE, open_page, script

CROWDED = script("crowded")


@pytest.mark.parametrize("view", ["", "projector"])
@pytest.mark.parametrize("preset", PRESETS)
def test_no_number_touches_its_cell_or_another_number(page, server, preset, view):
    n_sequences = PRESETS[preset].sizes.n_sequences
    for language, step in (("en", n_sequences + 2), ("ja", 2 * n_sequences + 1)):
        open_page(page, f"{server.url}/?e=1{preset}&view={view}&lang={language}&step={step}")
        page.wait_for_selector(f'{STAGE}[data-step="{step}"]')
        page.wait_for_function("() => document.fonts.status === 'loaded'")
        assert page.evaluate(CROWDED) == [], (language, step)


@pytest.mark.parametrize("nodes", [2, 8])
def test_long_numbers_have_room_as_well(page, server, nodes):
    fills = "~".join(f"{name}.*gaussian-.7-{seed}" for seed, name in enumerate(("W_h", "W_x", "B", "x", "h_0"), 1))
    for view in ("", "projector"):
        open_page(page, f"{server.url}/?e=1textbook~s-2.3.2.{nodes}~{fills}&view={view}&step=5")
        assert page.evaluate(CROWDED) == []

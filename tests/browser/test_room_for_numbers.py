"""Nothing touches: every number has room in its cell, and beside the others."""

import pytest

from app.experiment.presets import PRESETS
from tests.browser.visitor import open_page, script, show_case

CROWDED = script("crowded")


@pytest.mark.parametrize("view", ["", "projector"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_number_touches_its_cell_or_another_number(page, server, language, view):
    open_page(page, f"{server.url}/?view={view}&lang={language}")
    page.wait_for_selector(f"html[lang={language}]", state="attached")
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    for preset, made in PRESETS.items():
        n_sequences = made.sizes.n_sequences
        for step in (n_sequences + 2, 2 * n_sequences + 1):
            show_case(page, preset, step)
            assert page.evaluate(CROWDED) == [], (preset, step)


@pytest.mark.parametrize("nodes", [2, 8])
def test_long_numbers_have_room_as_well(page, server, nodes):
    fills = "~".join(f"{name}.*gaussian-.7-{seed}" for seed, name in enumerate(("W_h", "W_x", "B", "x", "h_0"), 1))
    for view in ("", "projector"):
        open_page(page, f"{server.url}/?e=1textbook~s-2.3.2.{nodes}~{fills}&view={view}&step=5")
        assert page.evaluate(CROWDED) == []

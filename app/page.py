"""The page: takes what the visitor asks for, lets Python think, and hands the answer to the workbench."""

import secrets

import streamlit as st

from app import limits
from app.experiment import Experiment, ExperimentError, Sizes, presets
from app.experiment.link import decode_link
from app.server.turns import turn
from app.trace import run
from app.translations import Catalogue
from app.workbench import compared_with, looked_through, request, spoken, workbench
from app.workbench.address import IN_TAB, opened
from app.workbench.export import exported
from app.workbench.lesson import followed
from app.workbench.literal import answered
from app.workbench.payload import payload

FIRST = next(iter(presets.PRESETS))


@st.fragment
def unroll() -> None:
    """One answer to the open page: the newest experiment it sent, or the link it was opened with."""
    asked = request()
    language = spoken(asked)
    text = Catalogue(language)
    answer = {
        "nonce": st.session_state.setdefault("nonce", secrets.token_hex(8)),
        "revision": asked.revision if asked else 0,
        "notice": None,
    }
    try:
        experiment, preset = decode_link(asked.text) if asked else _linked()
    except ExperimentError as error:
        if asked:
            answer["notice"] = text("page.refused", reason=text(error.key, **error.values))
            experiment, preset = st.session_state.get("accepted", (presets.PRESETS[FIRST], FIRST))
        else:
            answer["notice"] = text("page.restored")
            answer["unread"] = (opened(st.query_params, "experiment") or "")[: limits.MAX_LINK]
            experiment, preset = presets.PRESETS[FIRST], FIRST
    if asked and asked.literal:
        with turn(asked.literal.length > limits.MAX_LITERAL_AT_ONCE):
            experiment, answer["literal"] = answered(asked.literal, experiment, text)
    st.session_state["accepted"] = experiment, preset
    known = asked.frame if asked else ""
    lens = looked_through(asked)
    pin = compared_with(asked)
    if pin and pin.error and not answer["notice"]:
        answer["notice"] = text("pin.refused", reason=text(pin.error.key, **pin.error.values))
    sizes = [one.sizes for one in (experiment, pin and pin.experiment) if one]
    with turn(any(map(_is_large, sizes)) or (lens is not None and lens.length > limits.MAX_LITERAL_AT_ONCE)):
        trace = run(experiment)
        if asked and asked.export:
            answer["export"] = exported(asked.export, trace, preset, text)
        answer["lesson"] = followed(asked.lesson if asked else None, trace, preset, language)
        workbench(payload(trace, preset, language, known, lens, pin) | answer)


def _is_large(sizes: Sizes) -> bool:
    return sizes.batch_size * sizes.n_sequences * sizes.n_nodes > limits.MAX_CELLS_AT_ONCE


def _linked() -> tuple[Experiment, str]:
    """The experiment of the address that the page was opened with."""
    text = opened(st.query_params, "experiment")
    if text is None or text == IN_TAB:
        return presets.PRESETS[FIRST], FIRST
    if len(text) > limits.MAX_LINK:
        raise ExperimentError("error.link_long", largest=limits.MAX_LINK)
    return decode_link(text)


st.set_page_config(page_title="Unroll", layout="wide")
unroll()

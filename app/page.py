"""The page: takes what the visitor asks for, lets Python think, and hands the answer to the workbench."""

import secrets
from dataclasses import replace

import streamlit as st

from app import limits
from app.experiment import Experiment, ExperimentError, literals, presets
from app.experiment.link import decode_with_preset
from app.server.turns import turn
from app.trace import run
from app.translations import Catalogue
from app.workbench import Literal, request, spoken, workbench
from app.workbench.address import IN_TAB, NAMES
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
        experiment, preset = decode_with_preset(asked.text) if asked else _linked()
    except ExperimentError as error:
        if asked:
            answer["notice"] = text("page.refused", reason=text(error.key, **error.values))
            experiment, preset = st.session_state.get("accepted", (presets.PRESETS[FIRST], FIRST))
        else:
            answer["notice"] = text("page.restored")
            experiment, preset = presets.PRESETS[FIRST], FIRST
    if asked and asked.literal:
        experiment, answer["literal"] = _taken(asked.literal, experiment, text)
    st.session_state["accepted"] = experiment, preset
    known = asked.frame if asked else ""
    with turn(experiment.sizes):
        workbench(payload(run(experiment), preset, language, known) | answer)


def _linked() -> tuple[Experiment, str]:
    """The experiment of the address that the page was opened with."""
    text = st.query_params.get(NAMES["experiment"])
    if text is None or text == IN_TAB:
        return presets.PRESETS[FIRST], FIRST
    if len(text) > limits.MAX_LINK:
        raise ExperimentError("error.link_long", largest=limits.MAX_LINK)
    return decode_with_preset(text)


def _taken(literal: Literal, experiment: Experiment, text: Catalogue) -> tuple[Experiment, dict]:
    """The experiment with one array as a person wrote it, and what there is to say about it."""
    name, values = literal.name, getattr(experiment, literal.name)
    if literal.source is None:
        return experiment, {"name": name, "source": literals.write(values)}
    try:
        read = literals.read(literal.source, values.shape)
        return replace(experiment, **{name: read}), {"name": name, "source": literals.write(read)}
    except ExperimentError as error:
        where = {key: error.values[key] for key in ("line", "column") if key in error.values}
        return experiment, {"name": name, "error": text(error.key, **error.values)} | where


st.set_page_config(page_title="Unroll", layout="wide")
unroll()

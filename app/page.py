"""The page: takes what the visitor asks for, lets Python think, and hands the answer to the workbench."""

import secrets

import streamlit as st

from app import presets
from app.experiment import Experiment, ExperimentError
from app.link import decode_with_preset
from app.trace import run
from app.translations import Catalogue, preferred
from app.turns import turn
from app.workbench import request, workbench
from app.workbench.payload import payload

KEY = "workbench"
FIRST = next(iter(presets.PRESETS))


@st.fragment
def unroll() -> None:
    """One answer to the open page: the newest experiment it sent, or the link it was opened with."""
    asked = request(KEY)
    language = preferred(asked.language if asked else st.query_params.get("lang") or st.context.locale)
    notice = None
    try:
        experiment, preset = decode_with_preset(asked.text) if asked else _linked()
        st.session_state["accepted"] = experiment, preset
    except ExperimentError as error:
        text = Catalogue(language)
        if asked:
            notice = text("page.refused", reason=text(error.key, **error.values))
            experiment, preset = st.session_state.get("accepted", (presets.PRESETS[FIRST], FIRST))
        else:
            notice = text("page.restored")
            experiment, preset = presets.PRESETS[FIRST], FIRST
    answer = {
        "nonce": st.session_state.setdefault("nonce", secrets.token_hex(8)),
        "revision": asked.revision if asked else 0,
        "notice": notice,
    }
    known = asked.frame if asked else ""
    with turn(experiment.sizes):
        workbench(payload(run(experiment), preset, language, known) | answer, key=KEY)


def _linked() -> tuple[Experiment, str]:
    """The experiment of the address that the page was opened with."""
    text = st.query_params.get("e")
    if text is None or text == "tab":  # an experiment too big for a link: the tab itself sends it
        return presets.PRESETS[FIRST], FIRST
    return decode_with_preset(text)


st.set_page_config(page_title="Unroll", layout="wide")
unroll()

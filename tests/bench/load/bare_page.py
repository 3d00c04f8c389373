"""The least that a Streamlit page with one component can do: it shows what the component sent."""

import secrets

import streamlit as st

_component = st.components.v2.component("bare", html="<div></div>", js="export default function () {}")


@st.fragment
def echo() -> None:
    """One answer: the text and the revision that were sent."""
    state = st.session_state.get("bare")
    asked = (state.get("request") if state else None) or {"text": "1textbook", "revision": 0}
    nonce = st.session_state.setdefault("nonce", secrets.token_hex(8))
    data = {"text": asked["text"], "revision": asked["revision"], "nonce": nonce, "notice": None}
    _component(key="bare", data=data, on_request_change=lambda: None)


echo()

"""A bare Streamlit app: one v2 component that prints what it sends, there and back again."""

import streamlit as st

_JS = """
export default function ({ data, parentElement, setStateValue }) {
  const [input, output] = ["input", "output"].map((name) => parentElement.querySelector(name))
  output.textContent = data.number
  input.onchange = () => setStateValue("number", Number(input.value))
}
"""
_HTML = "<input type='number'><output></output>"
_component = st.components.v2.component("bare", html=_HTML, js=_JS, isolate_styles=False)

_sent = (st.session_state.get("bare") or {}).get("number", 0)
_component(key="bare", data={"number": _sent}, on_number_change=lambda: None)

"""Whatever comes as a link, a text or a component message is answered, with one of our own sentences or an experiment.

Messages are forged by hypothesis: any JSON, and requests that are nearly right. Texts are grown from good ones.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from app.experiment import EDITABLE, Experiment, ExperimentError
from app.experiment.link import decode, encode
from app.experiment.literals import LiteralError, read
from app.experiment.presets import PRESETS
from app.translations import CATALOGUES, Catalogue
from tests import ROOT
from tests.app.answers import answer_in

settings.register_profile(
    "hostile", derandomize=True, deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("hostile")

PAGE = ROOT / "app" / "page.py"
GOOD = [encode(experiment, name) for name, experiment in PRESETS.items()]
PIECES = [
    "~",
    "-",
    "*",
    "_",
    ".",
    "e",
    "s-",
    "to-",
    "1textbook",
    "9" * 30,
    "AAAAAAAA8D8",
    "\0",
    "\ud800",
    "<b>",
    "{0}",
    "∞",
]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def damaged(draw, texts=GOOD, pieces=PIECES):
    """A good text, or two, with pieces cut out, put in and exchanged."""
    text = draw(st.sampled_from(texts)) + draw(st.sampled_from(["", *texts]))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.sampled_from(["", *pieces, text[:20]])) + text[end:]
    return text


def is_said(error):
    """An error of ours has a sentence in each language for its values."""
    for language in CATALOGUES:
        assert len(Catalogue(language)(error.key, **error.values)) < 1_000


@given(damaged() | st.text(max_size=200))
@example("1textbook~" * 50)
@example("1textbook~to-8.200.16.64~to-1.1.1.1")
def test_any_text_of_an_experiment_is_one_or_is_told(text):
    try:
        made = decode(text)
    except ExperimentError as error:
        is_said(error)
    else:
        assert isinstance(made, Experiment)
        assert all(np.isfinite(getattr(made, name)).all() for name in EDITABLE)


LITERALS = ["np.array([[1, 2], [3, 4]]) / 100", "[[1, 2], [3, 4]]", "1 2; 3 4", "1\t2\n3\t4", "1,2\n3,4", '{"a": [1]}']
CODE = [
    "(", ")", "[", "]", ",", "**", "-", "np.", "zeros(9**9)", "__import__('os')", "lambda: 0", "1e999", "\n", "\0",
    "nan", "PK\x03\x04", "\x93NUMPY", "e" * 30, "9" * 400,
]  # fmt: skip


@given(damaged(LITERALS, CODE) | st.text(max_size=200))
def test_any_text_of_an_array_csv_json_or_a_file_read_as_text_is_one_or_is_told(text):
    try:
        values = read(text, (2, 2))
    except LiteralError as error:
        is_said(error)
    else:
        assert values.shape == (2, 2)
        assert np.isfinite(values).all()


messages = st.dictionaries(st.text(max_size=8), anything, max_size=3) | st.fixed_dictionaries(
    {},
    optional={
        "request": anything
        | st.fixed_dictionaries(
            {},
            optional={
                "text": damaged() | anything,
                "revision": st.just(3) | anything,
                "language": st.sampled_from(["en", "ja"]) | anything,
                "frame": st.just("") | anything,
                "attempt": anything,
            },
        )
    },
)


@pytest.fixture(scope="module")
def visit():
    app = AppTest.from_file(str(PAGE), default_timeout=30)
    app.run()
    return app


@given(message=messages)
@settings(max_examples=150)
@example({"request": {"text": "1textbook~f-<script>", "revision": 2, "language": "en", "frame": ""}})
def test_any_component_message_is_answered(visit, message):
    visit.session_state["workbench"] = message
    visit.run()
    assert not visit.exception
    assert not visit.error
    (workbench,) = visit.get("bidi_component")
    answer = answer_in(workbench.proto)
    assert answer["language"] in CATALOGUES
    decode(answer["text"])

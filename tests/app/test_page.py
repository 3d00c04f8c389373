"""The page answers whatever it is asked, and never shows an exception."""

import base64

import pytest
from streamlit.testing.v1 import AppTest

from app import limits
from app.experiment import MAX_SIZES
from app.experiment.link import encode
from app.experiment.presets import PENCIL, TEXTBOOK
from app.trace import run
from app.translations import CATALOGUES, Catalogue
from app.workbench import export
from app.workbench.packing import packed
from tests import ROOT
from tests.app.answers import answer_in

PAGE = ROOT / "app" / "page.py"


class Visit:
    """One session of the page."""

    def __init__(self, **address):
        self.app = AppTest.from_file(str(PAGE), default_timeout=30)
        for name, value in address.items():
            self.app.query_params[name] = value

    def answer(self):
        """What the workbench gets after a run."""
        self.app.run()
        assert not self.app.exception
        assert not self.app.error
        (workbench,) = self.app.get("bidi_component")
        return answer_in(workbench.proto)

    def ask(self, state):
        """What it gets after the open page sent a state."""
        self.app.session_state["workbench"] = state
        return self.answer()

    def request(self, text="1pencil", revision=2, language="en"):
        return self.ask({"request": {"text": text, "revision": revision, "language": language, "frame": ""}})


def test_the_first_visit_shows_the_textbook_case():
    answer = Visit().answer()
    assert (answer["text"], answer["revision"], answer["notice"]) == ("1textbook", 0, None)
    assert answer["language"] == "en"
    assert answer["nonce"]


def test_every_session_has_a_nonce_of_its_own_and_keeps_it():
    visit, other = Visit(), Visit()
    nonce = visit.answer()["nonce"]
    assert visit.request()["nonce"] == nonce
    assert other.answer()["nonce"] != nonce


def test_words_picture_and_charts_are_sent_only_to_a_page_that_lacks_them():
    visit = Visit()
    first = visit.answer()
    request = {"text": "1textbook~r-.25", "revision": 2, "language": "en"}
    lean = visit.ask({"request": request | {"frame": first["frame"]}})
    assert {"words", "clockwork", "diagram", "charts", "groups"} <= set(first["framed"])
    assert set(lean) == set(first) - {"framed"}
    for other in (
        {"text": "1pencil"},
        {"language": "ja"},
        {"text": "1textbook~f-relu"},
        {"frame": "of an older server"},
    ):
        full = visit.ask({"request": request | {"frame": first["frame"]} | other})
        assert set(full["framed"]) == set(first["framed"])
    assert len(packed(lean)) < 8_000


def test_a_link_opens_its_experiment():
    assert Visit(e="1textbook~r-.25").answer()["settings"]["r"]["value"] == 0.25
    assert Visit(e="1pencil").answer()["preset"] == "pencil"


def test_a_request_is_answered_with_its_revision_and_language():
    visit = Visit()
    visit.answer()
    answer = visit.request("1pencil~r-.125", 7, "ja")
    assert (answer["text"], answer["preset"], answer["revision"]) == ("1pencil~r-.125", "pencil", 7)
    assert (answer["language"], answer["notice"]) == ("ja", None)


def test_a_request_comes_before_the_link():
    visit = Visit(e="1textbook~r-.25")
    visit.answer()
    assert visit.request(encode(PENCIL, "pencil"))["text"] == "1pencil"


def test_the_link_chooses_the_language():
    assert Visit(lang="ja").answer()["language"] == "ja"
    assert Visit(lang="tlh").answer()["language"] == "en"


@pytest.mark.parametrize(
    "link",
    ["", "nonsense", "1textbook~W_h-1_2", "1textbook~r-1e999", "1pencil~W_x*AAAAAAAAAA=", 
     "1textbook~s-9.1.1.1", "1" * 10_000, "{0}", "%00", "<script>", "あ"],
)  # fmt: skip
def test_a_broken_link_opens_the_textbook_case_with_a_notice(link):
    for language in CATALOGUES:
        answer = Visit(e=link, lang=language).answer()
        assert answer["text"] == "1textbook"
        assert answer["notice"] == CATALOGUES[language]["page.restored"]


def test_an_address_that_says_the_tab_has_the_text_is_no_broken_link():
    answer = Visit(e="tab").answer()
    assert (answer["text"], answer["notice"]) == ("1textbook", None)


REFUSED = {
    "empty": "",
    "broken": "1textbook~B-1_2",
    "unknown choice": "1textbook~f-{reason}",
    "markup": "1textbook~f-<img src=x onerror=alert(1)>",
    "half a surrogate pair": "1textbook~l-\ud800",
    "padding": "1pencil~W_x*AAAAAAAAAA=",
    "sizes": "1textbook~s-9.1.1.1",
    "too large": "1textbook~r-1e999",
    "too long": "1" * (limits.MAX_TEXT + 1),
    "long choice": "1textbook~f-" + "a" * 100_000,
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_a_text_that_is_refused_is_said_and_the_last_good_experiment_stays(text):
    visit = Visit()
    visit.answer()
    visit.request("1pencil~r-.125")
    answer = visit.request(text, 3)
    assert (answer["text"], answer["revision"]) == ("1pencil~r-.125", 3)
    assert answer["notice"].startswith(CATALOGUES["en"]["page.refused"].partition("{")[0])
    assert len(answer["notice"]) < 300
    assert visit.request("1pencil")["notice"] is None


def test_a_refusal_names_what_is_wrong_in_the_visitors_language():
    visit = Visit()
    visit.answer()
    notice = visit.request("1textbook~s-9.3.2.4", 3, "ja")["notice"]
    reason = CATALOGUES["ja"]["error.size"].format(name="batch_size", found=9, largest=limits.MAX_BATCH_SIZE)
    assert notice == CATALOGUES["ja"]["page.refused"].format(reason=reason)


def test_a_new_session_that_is_sent_a_broken_text_falls_back_to_the_textbook_case():
    visit = Visit()
    answer = visit.request("broken", 9)
    assert (answer["text"], answer["revision"]) == ("1textbook", 9)
    assert answer["notice"]


FORGED = {
    "nothing": {},
    "another key": {"click": 1},
    "no request": {"request": None},
    "a request that is a number": {"request": 3},
    "a request that is a list": {"request": ["1pencil", 2, "en"]},
    "a request that is a text": {"request": "1pencil"},
    "an empty request": {"request": {}},
    "a text that is a list": {"request": {"text": ["1pencil"], "revision": 2, "language": "en", "frame": ""}},
    "no text": {"request": {"text": None, "revision": 2, "language": "en", "frame": ""}},
    "a revision that is a text": {"request": {"text": "1pencil", "revision": "2", "language": "en", "frame": ""}},
    "a revision that is a fraction": {"request": {"text": "1pencil", "revision": 2.5, "language": "en", "frame": ""}},
    "a revision that is true": {"request": {"text": "1pencil", "revision": True, "language": "en", "frame": ""}},
    "no language": {"request": {"text": "1pencil", "revision": 2, "frame": ""}},
    "no frame": {"request": {"text": "1pencil", "revision": 2, "language": "en"}},
    "a frame that is a number": {"request": {"text": "1pencil", "revision": 2, "language": "en", "frame": 1}},
    "a language that is a mapping": {"request": {"text": "1pencil", "revision": 2, "language": {}, "frame": ""}},
}


@pytest.mark.parametrize("state", FORGED.values(), ids=FORGED.keys())
def test_a_forged_state_is_as_good_as_none(state):
    visit = Visit()
    visit.answer()
    answer = visit.ask(state)
    assert (answer["text"], answer["revision"], answer["notice"]) == ("1textbook", 0, None)


@pytest.mark.parametrize("revision", [0, -1, 2**31, 2**63, 10**400])
def test_any_whole_revision_is_echoed(revision):
    visit = Visit()
    visit.answer()
    assert visit.request(revision=revision)["revision"] == revision


@pytest.mark.parametrize("language", ["", "ja-JP", "fr", "\ud800", "../en", "en" * 10_000])
def test_any_language_is_answered_in_one_of_ours(language):
    visit = Visit()
    visit.answer()
    assert visit.request(language=language)["language"] in CATALOGUES


def test_numbers_that_overflow_reach_the_page():
    visit = Visit()
    visit.answer()
    answer = visit.request("1textbook~h_0-1e308_1e308_1e308_1e308~f-identity~r-1e308")
    assert answer["text"] == "1textbook~h_0-1e308_1e308_1e308_1e308~f-identity~r-1e308"
    assert answer["updated"] is False


def test_the_answer_tells_where_the_browser_finds_its_files_and_how_long_a_link_may_be():
    answer = Visit().answer()
    assert set(answer["framed"]["assets"]) >= {"workbench.js", "workbench.css", "plotly.min.js"}
    assert answer["framed"]["limits"]["link"] == limits.MAX_LINK
    assert encode(TEXTBOOK) == answer["text"]


def literal(name, source=None, text="1textbook~B-1_2_3_4", language="en"):
    visit = Visit()
    visit.answer()
    request = {"text": text, "revision": 2, "language": language, "frame": ""}
    return visit.ask({"request": request | {"literal": {"name": name, "source": source}}})


def test_an_array_is_written_as_a_person_would():
    answer = literal("B")
    assert answer["literal"] == {"name": "B", "source": "np.array([1.0, 2.0, 3.0, 4.0])"}
    assert answer["text"] == "1textbook~B-1_2_3_4"


def test_an_array_that_a_person_wrote_takes_its_place():
    answer = literal("B", "np.array([1, 2, 3, 5]) / 2")
    assert answer["text"] == "1textbook~B-.5_1_1.5_2.5"
    assert answer["literal"] == {"name": "B", "source": "np.array([0.5, 1.0, 1.5, 2.5])"}


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_mistake_in_an_array_is_told_with_its_place_and_the_rest_stays(language):
    answer = literal("B", "[1, 2,\n 3, __import__]", language=language)
    assert answer["text"] == "1textbook~B-1_2_3_4"
    assert (answer["literal"]["line"], answer["literal"]["column"]) == (2, 5)
    assert "__import__" in answer["literal"]["error"]
    assert answer["notice"] is None


@pytest.mark.parametrize("sent", [3, [], {}, {"name": "learning_rate", "source": None}, {"name": "B", "source": 3}, 
                                  {"name": ["B"], "source": "1"}, {"source": "1"}, "B"])  # fmt: skip
def test_a_forged_array_is_as_good_as_none(sent):
    visit = Visit()
    visit.answer()
    request = {"text": "1pencil", "revision": 2, "language": "en", "frame": "", "literal": sent}
    answer = visit.ask({"request": request})
    assert answer["text"] == "1pencil"
    assert "literal" not in answer


def exported(kind, text="1pencil", language="en"):
    visit = Visit()
    visit.answer()
    return visit.ask({"request": {"text": text, "revision": 2, "language": language, "frame": "", "export": kind}})


def test_a_file_comes_with_its_name_as_text_or_in_base64():
    code = exported("numpy")["export"]
    assert (code["name"], code["mime"]) == ("unroll-pencil.numpy.py", "text/x-python")
    assert "import numpy" in code["text"]
    data = exported("npz")["export"]
    assert base64.b64decode(data["data"])[:2] == b"PK"


@pytest.mark.parametrize("kind", ["exe", 3, None, ["npz"], ""])
def test_a_file_of_no_kind_is_not_made(kind):
    answer = exported(kind)
    assert "export" not in answer
    assert answer["text"] == "1pencil"


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_file_that_is_too_large_is_refused_with_a_sentence(language):
    large = run(TEXTBOOK.resized(MAX_SIZES))
    assert set(export.exported("json", large, "textbook", Catalogue(language))) == {"kind", "error"}
    assert "data" in export.exported("npz", large, "textbook", Catalogue(language))


def test_a_link_longer_than_a_link_may_be_is_refused_unread():
    answer = Visit(e="1textbook~x-" + "_".join(["1"] * 6) + "~B.*0-1" + "*0-1" * limits.MAX_LINK).answer()
    assert answer["text"] == "1textbook"
    assert answer["notice"]

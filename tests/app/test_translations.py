"""Every sentence exists in every language, with the same places to fill, and each one is used."""

import ast
import re
import string

import pytest

from app.experiment import ARRAYS, EDITABLE, LOSSES, Sizes
from app.experiment.fills import FILLS
from app.experiment.frameworks import FRAMEWORKS
from app.experiment.link import LOSS_WORDS
from app.experiment.presets import GROUPS, PRESETS
from app.exports import EXPORTS
from app.lenses.where import BANDS
from app.lessons import QUIZ
from app.lessons.practice import QUESTIONS
from app.timeline.purpose import INVITING
from app.trace.mistakes import MISTAKES
from app.trace.sources import CUTS
from app.translations import CATALOGUES, LANGUAGES, Catalogue, preferred
from rnn import ACTIVATIONS
from tests import ROOT

APP = ROOT / "app"
STATIC = APP / "workbench" / "static"
ENGLISH = CATALOGUES["en"]
#: Calls whose first argument is a key.
SAYS = {"text", "ExperimentError"}
#: A text of JavaScript, with the quotation mark around it.
_TEXT = re.compile(r"([\"'`])((?:(?!\1).)*)\1")


def _literals(node):
    """The texts that an expression may give, f-strings as patterns."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w.]+" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _python_said():
    """(file, pattern) of every key that Python says."""
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS and node.args:
                yield from ((path.name, pattern) for pattern in _literals(node.args[0]))


def _browser_said():
    """(file, pattern) of every key that the browser says: `words["key"]`, `words.key`, `error: "key"`."""
    for path in sorted(APP.rglob("*.js")):
        source = path.read_text(encoding="utf-8")
        for inside in re.findall(r"words\[([^\]]*)\]", source):
            for _, literal in _TEXT.findall(inside):
                pieces = re.split(r"\$\{[^}]*\}", literal)
                yield path.name, r"[\w.]+".join(map(re.escape, pieces))
        yield from ((path.name, re.escape(name)) for name in re.findall(r"words\.([a-z_]+)\b", source))
        yield from ((path.name, re.escape(key)) for key in re.findall(r"error: [\"']([\w.]+)[\"']", source))


#: The terms that the glossary explains, as `static/dom/terms.js` lists them.
TERMS = re.findall(r'"(\w+)"', re.search(r"TERMS = \[(.*)\]", (STATIC / "dom/terms.js").read_text(encoding="utf-8"))[1])

#: The lenses, as `static/workbench.js` lists them.
LENSES = re.findall(
    r'"(\w+)"', re.search(r"LENSES = \[(.*)\]", (STATIC / "workbench.js").read_text(encoding="utf-8"))[1]
)

#: Kinds of numbers whose colours have a legend.
COLOURED = sorted({array.kind for array in ARRAYS.values()} - {"plain", "loss"})

#: What a key that is put together is made of, where that comes from another file; else it is a text of its own file.
SYMBOLS = (
    "x", "h_0", "W_x", "W_h", "back", "B", "h", "a", "slope", "loss", "dh", "own", "da", "next", "dx", "dW",
)  # fmt: skip
FAMILIES = {
    "against.size.{}": Sizes._fields,
    "array.{}": EDITABLE,
    "caption.loss.batch.{}": LOSSES,
    "caption.update.{}": LOSSES,
    "caption.loss.{}": [f"{name}.{placement}" for name, loss in LOSSES.items() for placement in loss.placements],
    "cell.{}": EDITABLE,
    "cell.{}.batch": [name for name in EDITABLE if ARRAYS[name].per_sample],
    "choice.loss.{}": LOSS_WORDS,
    "colour.{}": COLOURED,
    "colour.{}.about": COLOURED,
    "colour.{}.ends": COLOURED,
    "fill.{}": FILLS,
    "fill.amount.{}": [name for name, made in FILLS.items() if made.amount is not None],
    "lock.{}": ["inputs", "settings", "lenses", "ledger", "charts", "play", "tools"],
    "look.{}": PRESETS,
    "look.changed.{}": ["nothing", "gone", "grown", "shrunk"],
    "take.{}": EXPORTS,
    "take.part.{}": ["link", "programs", "numbers", "pictures"],
    "take.format.{}": ["numpy", "tsv", "latex"],
    "try.{}": INVITING,
    "weights.{}": FRAMEWORKS,
    "label.loss.{}": LOSSES,
    "lens.where.band.{}": [str(band) for band in range(BANDS)],
    "where.cut.{}": CUTS,
    "yours.{}": ["transposed", "negated", "factor", "other", "shape"],
    "mistake.{}": MISTAKES,
    "mistake.{}.why": MISTAKES,
    "lens.{}": LENSES,
    "lens.{}.asks": LENSES,
    "label.loss.{}.short": LOSSES,
    "loss.by_step.{}": LOSSES,
    "none.{}": LOSSES,
    "operation.activate.{}": ACTIVATIONS,
    "operation.loss.{}": LOSSES,
    "operation.loss.none.{}": LOSSES,
    "operation.pass.{}": LOSSES,
    "operation.slope.{}": ACTIVATIONS,
    "operation.total.{}": LOSSES,
    "own.{}": LOSSES,
    "phase.loss.{}": LOSSES,
    "preset.{}": PRESETS,
    "program.loss.{}": LOSSES,
    "road.own.{}": LOSSES,
    "practice.ask.{}": QUESTIONS,
    "practice.next.{}": {made.phase for made in QUESTIONS.values()},
    "practice.slip.{}": {slip for made in QUESTIONS.values() for slip in made.slips},
    "{}.aim": ["practice", QUIZ],
    "{}.title": ["practice", QUIZ],
    "symbol.{}": SYMBOLS,
    "preset.group.{}": GROUPS,
    "program.operation.{}": ["a", "h", "dh_output", "dh", "da", "dh_next", "dx", "dW_h", "dW_x", "dB"],
    "size.{}": Sizes._fields,
    "slope.{}": ACTIVATIONS,
    "term.{}": TERMS,
    "term.{}.here": [term for term in TERMS if term != "normal"],
    "term.{}.means": TERMS,
}


def _python_texts(source):
    """Every text in a source; those with places to fill have `{}` there."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _browser_texts(source):
    """The same of a browser's module, and the names of an object's entries."""
    yield from (re.sub(r"\$\{[^}]*\}", "{}", literal) for _, literal in _TEXT.findall(source))
    yield from re.findall(r"\b(\w+):", source)


def _keys_in(texts):
    """The keys that a file with these texts can say."""
    texts = set(texts)
    for text in texts:
        if "{}" in text:
            yield from (text.replace("{}", part) for part in FAMILIES.get(text, texts))
        else:
            yield text


def _unused(keys):
    """Those of the keys that no file can say."""
    readers = {".py": _python_texts, ".js": _browser_texts}
    files = [path for path in sorted(APP.rglob("*.*")) if path.suffix in readers]
    said = {key for path in files for key in _keys_in(readers[path.suffix](path.read_text(encoding="utf-8")))}
    return [key for key in keys if key not in said]


def _places(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_every_language_has_the_same_keys_in_the_same_order():
    for language in LANGUAGES:
        assert list(CATALOGUES[language]) == list(ENGLISH)


@pytest.mark.parametrize("key", ENGLISH)
def test_a_sentence_has_the_same_places_to_fill_in_every_language(key):
    for language in LANGUAGES:
        sentence = CATALOGUES[language][key]
        assert sentence.strip() or key == "list.sentences"  # what stands between two of them
        assert _places(sentence) == _places(ENGLISH[key])


@pytest.mark.parametrize(("file", "pattern"), sorted({*_python_said(), *_browser_said()}))
def test_a_key_that_is_said_exists(file, pattern):
    assert any(re.fullmatch(pattern, key) for key in ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_has_its_sentences(name, language):
    for key in (f"operation.activate.{name}", f"operation.slope.{name}", f"slope.{name}"):
        assert key in CATALOGUES[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_has_its_sentences(name, language):
    said = [pattern.format(name) for pattern, names in FAMILIES.items() if names is LOSSES]
    captions = [f"caption.loss.{name}.{placement}" for placement in LOSSES[name].placements]
    assert len(said) > 10
    for key in (*said, *captions):
        assert key in CATALOGUES[language]


def test_every_key_is_used():
    assert _unused(ENGLISH) == []


@pytest.mark.parametrize(
    "dead", ["after.title", "array.dh", "preset.gone", "operation.meet.tanh", "cell.W_h.batch", "fill.amount.zeros"]
)
def test_a_key_that_nobody_says_is_found(dead):
    assert _unused([dead]) == [dead]


def test_japanese_sentences_are_japanese():
    """Names of the code stay as they are; whatever is a sentence in English has Japanese characters."""
    names = ("array.", "size.", "language.")
    for key, sentence in CATALOGUES["ja"].items():
        words = re.sub(r"\{\w+\}", "", ENGLISH[key])
        if not key.startswith(names) and len(re.findall(r"[a-z]{3,}", words)) > 2:
            assert re.search(r"[ぁ-んァ-ヶ一-龠]", sentence), key


def test_a_sentence_is_filled_with_values():
    assert Catalogue("en")("phase.forward", t=2) == "Forward, t = 2"
    assert Catalogue("ja")("phase.forward", t=2) == CATALOGUES["ja"]["phase.forward"].replace("{t}", "2")


def test_a_value_with_braces_is_not_filled_again():
    assert "{reason}" in Catalogue("en")("page.refused", reason="{reason}")


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("ja", "ja"), ("ja-JP", "ja"), ("JA", "ja"), ("en-US", "en"), ("en", "en"), ("fr", "en"), ("", "en"),
        (None, "en"), ("jav", "en"), ("-ja", "en"), ("../ja", "en"),
    ],
)  # fmt: skip
def test_the_browsers_preference_chooses_and_english_stands_in(wanted, language):
    assert preferred(wanted) == language

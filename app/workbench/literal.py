"""One array, or the weights of a layer, as a person gives them: what the browser sends, and what it is told."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.experiment import EDITABLE, Experiment, ExperimentError, Sizes, literals
from app.experiment.files import arrays_in
from app.experiment.frameworks import FRAMEWORKS, with_weights
from app.experiment.intake import Offer, Place, Said, take
from app.translations import Catalogue


@dataclass(frozen=True)
class Literal:
    """What is asked for: an array to be read from text or from a file, or to be written; or weights to be read."""

    name: str  # of the array
    source: str | None = None  # what a person wrote, to be read; None asks to write the array
    place: Place | None = None  # where a block goes that was pasted into a cell
    sizes: Sizes | None = None  # that the experiment is to have then
    file: tuple[str, bytes] | None = None  # its name and what is in it
    framework: str = ""  # whose weights `sources` has, by their names
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """How much there is to read, in characters."""
        return len(self.source or "") + sum(map(len, self.sources.values())) + (len(self.file[1]) if self.file else 0)


def literal_of(sent: object) -> Literal | None:
    """What the browser sent; None for what is none of ours."""
    if not isinstance(sent, dict) or sent.get("name") not in EDITABLE:
        return None
    name, source = sent["name"], sent.get("source")
    if source is not None and not isinstance(source, str):
        return None
    if sent.get("framework") in FRAMEWORKS:
        sources = sent.get("sources")
        known = isinstance(sources, dict) and all(isinstance(text, str) for text in (*sources, *sources.values()))
        return Literal(name, framework=sent["framework"], sources=sources) if known else None
    if sent.get("file") is not None:
        file = _file(sent["file"])
        return Literal(name, file=file) if file else None
    return Literal(name, source, _place(sent, name), _sizes(sent.get("sizes")))


def answered(asked: Literal, experiment: Experiment, text: Catalogue) -> tuple[Experiment, dict]:
    """The experiment with what was asked for, and what there is to say about it: `{name, source}` of what was taken,

    `{name, error}` with line and column, and `offers`, each with its sentence and the text that stands for it.
    """
    name = asked.name
    if asked.source is None and not (asked.file or asked.framework):
        return experiment, {"name": name, "source": literals.write(getattr(experiment, name))}
    try:
        if asked.framework:
            made = with_weights(experiment, asked.framework, asked.sources)
            return made, {"name": name, "source": literals.write(getattr(made, name)), "weights": True}
        if asked.file:
            return _from_file(asked, experiment, text)
        taken = take(experiment, name, asked.source, place=asked.place, sizes=asked.sizes)
    except ExperimentError as error:
        return experiment, {"name": name} | _wrong(error, text)
    said = {"name": name} | ({"offers": [_offered(offer, text) for offer in taken.offers]} if taken.offers else {})
    if taken.error:
        return experiment, said | _wrong(taken.error, text)
    if taken.offers:
        return experiment, said | {"error": text("offer.which")}
    notes = {"notes": [_sentence(note, text) for note in taken.notes]} if taken.notes else {}
    return taken.experiment, said | notes | {"source": literals.write(getattr(taken.experiment, name))}


def _from_file(asked: Literal, experiment: Experiment, text: Catalogue) -> tuple[Experiment, dict]:
    """The one array of a file, read like any text; of several, an offer for each."""
    found = arrays_in(*asked.file)
    if len(found) == 1:
        return answered(Literal(asked.name, found[0][2]), experiment, text)
    offers = [Offer(("offer.found", {"label": label, "found": shape}), source) for label, shape, source in found]
    said = [_offered(offer, text) for offer in offers]
    return experiment, {"name": asked.name, "error": text("offer.several", name=asked.file[0]), "offers": said}


def _offered(offer: Offer, text: Catalogue) -> dict:
    return {"said": _sentence(offer.said, text), "source": offer.source, "sizes": offer.sizes}


def _sentence(said: Said, text: Catalogue) -> str:
    key, values = said
    return text(key, **values)


def _wrong(error: ExperimentError, text: Catalogue) -> dict:
    said = {"error": text(error.key, **error.values)}
    return said | {key: error.values[key] for key in ("line", "column", "field") if key in error.values}


def _place(sent: dict, name: str) -> Place | None:
    at = sent.get("at")
    return Place(at, sent.get("flat") is True) if type(at) is int and at >= 0 else None


def _sizes(sent: object) -> Sizes | None:
    known = isinstance(sent, list) and len(sent) == len(Sizes._fields) and all(type(size) is int for size in sent)
    return Sizes(*sent) if known else None


def _file(sent: object) -> tuple[str, bytes] | None:
    if not isinstance(sent, dict) or not isinstance(sent.get("name"), str) or not isinstance(sent.get("data"), str):
        return None
    try:
        return sent["name"], base64.b64decode(sent["data"], validate=True)
    except (binascii.Error, ValueError):
        return None

"""Every visible sentence, by language: one JSON catalogue each, with the same keys."""

import json
from dataclasses import dataclass
from pathlib import Path

#: What is shown where a browser prefers none of ours; the others follow by name.
_FIRST = "en"
_FILES = sorted(Path(__file__).parent.glob("*.json"), key=lambda path: (path.stem != _FIRST, path.stem))

CATALOGUES: dict[str, dict[str, str]] = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in _FILES}
LANGUAGES = tuple(CATALOGUES)

#: How each language calls itself, and how it is offered to readers of another one.
OFFERS = {
    language: {"name": sentences["language.name"], "offer": sentences["language.offer"]}
    for language, sentences in CATALOGUES.items()
}


@dataclass(frozen=True)
class Catalogue:
    """Sentences of one language: `text("phase.forward", t=2)`."""

    language: str

    @property
    def sentences(self) -> dict[str, str]:
        """Every sentence by its key."""
        return CATALOGUES[self.language]

    def __call__(self, key: str, **values: object) -> str:
        return self.sentences[key].format(**values)


def preferred(wanted: str | None) -> str:
    """The language for a browser's preference such as `ja-JP`; English when it is none of ours."""
    language = (wanted or "").lower().partition("-")[0]
    return language if language in LANGUAGES else LANGUAGES[0]

"""Every visible sentence, by language: one JSON catalogue each, with the same keys."""

import json
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("en", "ja")

CATALOGUES: dict[str, dict[str, str]] = {
    language: json.loads((Path(__file__).parent / f"{language}.json").read_text(encoding="utf-8"))
    for language in LANGUAGES
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

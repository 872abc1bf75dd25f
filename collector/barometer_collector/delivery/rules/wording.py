"""Sentences in every language, filled with amounts and names."""

from typing import NamedTuple

from barometer_collector.delivery.rules.amounts import LANGUAGES
from barometer_shared.questions import Localised


class Sentence(NamedTuple):
    """``{name}`` stands for what is filled in."""

    en: str
    nl: str

    def told(self, **parts: Localised | str | int) -> Localised:
        """The sentence with ``parts`` in it; one that differs by language is a Localised."""
        return {language: getattr(self, language).format(**_in(language, parts)) for language in LANGUAGES}


def _in(language: str, parts: dict[str, Localised | str | int]) -> dict[str, str | int]:
    return {name: part[language] if isinstance(part, dict) else part for name, part in parts.items()}

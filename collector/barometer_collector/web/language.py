"""In which language somebody reads: the account's, else the cookie's, else what the browser asks for.

The texts in code and templates are English; ``locales/nl.po`` holds the Dutch ones. Catalogues are read as text, so
nothing has to be compiled.
"""

import gettext
import io
from dataclasses import dataclass
from importlib.resources import files

from babel import Locale
from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fastapi import Request

from barometer_collector.people.access import caller_of

LANGUAGE_COOKIE = "barometer_language"
_LOCALES = {"en": "en_GB", "nl": "nl_NL"}  # the first is what everybody gets who asks for another


@dataclass(frozen=True)
class Language:
    """A language that the pages speak. ``name`` is what its speakers call it."""

    code: str
    name: str
    locale: Locale
    translations: gettext.NullTranslations

    def text(self, message: str) -> str:
        """``message``, translated."""
        return self.translations.gettext(message)


def load_languages() -> dict[str, Language]:
    """Every language by its code."""
    return {code: _load(code, Locale.parse(name)) for code, name in _LOCALES.items()}


def marked(message: str) -> str:
    """``message`` itself: marks a text for the catalogue that is translated where it is shown."""
    return message


def language_of(request: Request, languages: dict[str, Language]) -> Language:
    """The language in which to answer ``request``."""
    caller = caller_of(request)
    for wish in (caller.language if caller else "", request.cookies.get(LANGUAGE_COOKIE, "")):
        if wish in languages:
            return languages[wish]
    return languages[negotiate(request.headers.get("accept-language", ""), tuple(languages))]


def negotiate(accepted: str, available: tuple[str, ...]) -> str:
    """The best of ``available`` for an Accept-Language header; the first one when none fits."""
    wishes: list[tuple[float, int, str]] = []
    for part in accepted[:500].split(","):
        name, _, quality = part.strip().partition(";q=")
        wishes.append((-_quality(quality), len(wishes), name))
    ordered = [name for weight, _, name in sorted(wishes) if name and weight < 0]
    return negotiate_locale(ordered, available, sep="-") or available[0]


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _load(code: str, locale: Locale) -> Language:
    name = (locale.get_language_name(code) or code).capitalize()
    source = files("barometer_collector.web") / "locales" / f"{code}.po"
    if not source.is_file():
        return Language(code, name, locale, gettext.NullTranslations())
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=code))
    compiled.seek(0)
    return Language(code, name, locale, gettext.GNUTranslations(compiled))

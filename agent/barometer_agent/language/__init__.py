"""Every text a person reads: one file per language, found by its code; a third language is one file more."""

import os
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec

DEFAULT = "en"
Say = Callable[..., str]


def known(code: str) -> bool:
    """Whether there is a file for this language."""
    return code.isalpha() and code.islower() and find_spec(f"{__name__}.{code}") is not None


@cache
def names() -> Mapping[str, str]:
    """Each language there is, by its code: what it calls itself."""
    codes = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {code: texts(code)["language.name"] for code in codes}


def texts(code: str) -> Mapping[str, str]:
    """All texts of a language, by their name. English for a language that has no file."""
    module = import_module(f"{__name__}.{code if known(code) else DEFAULT}")
    found: Mapping[str, str] = module.TEXTS
    return found


def speaker(code: str) -> Say:
    """``say("doctor.clock.ok", seconds=2)``: the text of that name in this language, filled in."""
    spoken = texts(code)

    def say(name: str, **values: object) -> str:
        return spoken[name].format(**values)

    return say


def of_user(environment: Mapping[str, str] = os.environ, told: Callable[[], Iterable[str]] = tuple) -> str:
    """The language of the person at the keyboard, by the locale; English where that is not known.

    Where the environment holds no locale that is known here, it is the first of the system's own that ``told`` gives.
    """
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for wanted in environment.get(variable, "").split(":"):
            if known(code := _code(wanted)):
                return code
    return next((code for code in map(_code, told()) if known(code)), DEFAULT)


def _code(tag: str) -> str:
    """``nl`` of ``nl_NL.UTF-8`` and of ``nl-BE``."""
    return tag.replace("-", "_").split("_")[0].split(".")[0].lower()


def choose(localised: Mapping[str, str], code: str) -> str:
    """One text out of ``{language: text}``: this language, else English, else whatever there is."""
    return localised.get(code) or localised.get(DEFAULT) or next(iter(localised.values()), "")

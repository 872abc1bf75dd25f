"""The words of argparse itself, such as "usage" and "invalid choice", in the language of the person.

argparse asks ``gettext`` for them, which reads catalogues from files. Here they stand with all other texts.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from barometer_agent.language import Say

# Each text of argparse that a person can meet, and the name of ours. Both take their values in argparse's way (%s).
_NAMES = {
    "usage: ": "usage",
    "positional arguments": "commands",
    "options": "options",
    "show this help message and exit": "help",
    "%(prog)s: error: %(message)s\n": "error",
    "argument %(argument_name)s: %(message)s": "argument",
    "invalid choice: %(value)r (choose from %(choices)s)": "choice",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "command",
    "invalid %(type)s value: %(value)r": "value",
    "the following arguments are required: %s": "required",
    "one of the arguments %s is required": "one_of",
    "not allowed with argument %s": "not_with",
    "unrecognized arguments: %s": "unrecognised",
    "expected one argument": "one",
    "ignored explicit argument %r": "ignored",
    "ambiguous option: %(option)s could match %(matches)s": "ambiguous",
}


@contextmanager
def spoken(say: Say) -> Iterator[None]:
    """Have argparse speak the language of ``say`` while parsers are made and used."""
    before: Callable[[str], str] = vars(argparse)["_"]

    def word(text: str) -> str:
        return say(f"flags.{_NAMES[text]}") if text in _NAMES else before(text)

    setattr(argparse, "_", word)  # noqa: B010 - the type checker does not know it
    try:
        yield
    finally:
        setattr(argparse, "_", before)  # noqa: B010

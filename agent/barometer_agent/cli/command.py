"""What a command is, and what it is given."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass

from barometer_agent.config import Config
from barometer_agent.language import Say


class Problem(Exception):  # noqa: N818 - shown to a person as it stands
    """The command cannot do what was asked; the text says why and what to do."""


@dataclass(frozen=True)
class Call:
    """One call of a command: its flags, the settings that hold, and the language of the person."""

    options: argparse.Namespace
    config: Config
    language: str
    say: Say
    load: Callable[[], Config] = Config  # the settings, read again

    def write(self, text: str = "") -> None:
        """One line to the person."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


@dataclass(frozen=True)
class Command:
    """``run`` returns the exit code; ``add_flags`` adds the flags of this command alone."""

    run: Callable[[Call], int]
    add_flags: Callable[[argparse.ArgumentParser, Say], None] = lambda _parser, _say: None

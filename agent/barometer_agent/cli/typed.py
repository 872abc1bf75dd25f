"""What a person types in a terminal."""

import sys
from collections.abc import Callable

from barometer_agent.language import Say

Read = Callable[[str], str]


class Typed:
    """Asks with ``read``, which shows a prompt and gives the line; raises EOFError where the input has ended."""

    def __init__(self, say: Say, read: Read) -> None:
        self._say = say
        self._read = read

    def line(self, text: str, **values: object) -> str:
        """What is typed after the text of this name; nothing where the input has ended."""
        try:
            return self._read(self._say(text, **values)).strip()
        except EOFError:
            return ""

    def is_yes(self, text: str) -> bool:
        """Whether that is a clear yes in this language."""
        return self.line(text).lower() in self._say("prompt.yes").split()


def from_terminal(prompt: str) -> str:
    """A line that somebody types after ``prompt``. Raises EOFError where the input has ended."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line

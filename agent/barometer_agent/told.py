"""Errors that a person is told in a language of their own."""

from barometer_agent import language
from barometer_agent.language import Say


class ToldError(Exception):
    """Says why and what to do: ``text`` of the languages, filled in with ``values``; in a log it is English."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return self.told(language.speaker(language.DEFAULT))

    def told(self, say: Say) -> str:
        """The same in the language of ``say``."""
        return say(self.text, **self.values)

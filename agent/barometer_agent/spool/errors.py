"""Why the spool cannot be used, for logs in English and for people in their language."""

from barometer_agent import language
from barometer_agent.language import Say


class SpoolError(Exception):
    """The spool cannot be used; says why and what to do. ``text`` names a text of the languages."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return self.told(language.speaker(language.DEFAULT))

    def told(self, say: Say) -> str:
        """The same in the language of ``say``."""
        return say(self.text, **self.values)


class SpoolBusyError(SpoolError):
    """Another service works in the same folder."""


class SpoolClosedError(SpoolError):
    """The service ends; nothing is taken in any more."""

"""The language of one person: the one they chose, else that of their session."""

from barometer_agent import language
from barometer_agent.language import Say


class Tongue:
    """``code`` and ``say`` are those of the language that holds now; ``own`` is that of the session."""

    code: str
    say: Say

    def __init__(self, own: str) -> None:
        self.own = own
        self.follow("")

    def follow(self, chosen: str) -> None:
        """From now on ``chosen``; that of the session where it is empty, or a language that is not spoken here."""
        self.code = chosen if language.known(chosen) else self.own
        self.say = language.speaker(self.code)

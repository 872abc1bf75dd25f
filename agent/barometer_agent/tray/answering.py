"""What a person gave to a question."""

from dataclasses import dataclass

from barometer_shared.questions import Response


@dataclass(frozen=True)
class Given:
    """An answer; ``share``: IT may see it with the laptop, which is never so unless the person ticked it.

    ``topic`` is the option of the follow-up that was chosen, empty for none. ``contact``: IT may contact the person
    about it, which goes with ``share`` alone.
    """

    response: Response
    share: bool = False
    comment: str = ""
    topic: str = ""
    contact: bool = False

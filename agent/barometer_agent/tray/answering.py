"""What a person gave to a question."""

from dataclasses import dataclass

from barometer_shared.questions import Response


@dataclass(frozen=True)
class Given:
    """An answer; ``share``: IT may see it with the laptop, which is never so unless the person ticked it."""

    response: Response
    share: bool = False
    comment: str = ""

"""When a day is over."""

from datetime import datetime

_DAY_SECONDS = 86_400
# A day lasts longest at UTC-12. What a laptop sends at its end arrives within the hour; later ones are packed later.
_OVER_AFTER_SECONDS = (12 + 1) * 3_600


def closed_before(now: datetime) -> int:
    """Days before this one (since 1970) are over for every laptop on Earth, and little of them will still come."""
    return (int(now.timestamp()) - _OVER_AFTER_SECONDS) // _DAY_SECONDS

"""How long a laptop waits: the rules that agents follow, on the wire's terms (tests/contract holds them to that).

Exponential with full jitter after a failure, after what ``Retry-After`` asks for; on average what a receipt's
``pause_ms`` asks for before the next batch of a backlog.
"""

import math

BASE_SECONDS = 1.0
CAP_SECONDS = 900.0
LONGEST_ASKED_SECONDS = 3600.0
SILENCE_SECONDS = 15.0  # an agent that hears nothing for so long sends again
REVOKED_SECONDS = 60.0


def after_failure(failures: int, asked_seconds: float | None, draw: float) -> float:
    """Seconds until the next attempt after so many failures in a row (1 or more); ``draw`` from 0 to 1."""
    asked = min(asked_seconds or 0.0, LONGEST_ASKED_SECONDS)
    window = min(CAP_SECONDS, BASE_SECONDS * (1 << min(failures, 20)))
    return asked + draw * max(asked, window)


def between_batches(asked_seconds: float, draw: float) -> float:
    """Seconds before the next batch of a backlog, when a receipt asked for ``asked_seconds``."""
    return asked_seconds * (0.5 + draw)


def after_outage(draw: float, within_seconds: float = CAP_SECONDS) -> float:
    """Seconds from the end of an outage of hours until the first attempt of a laptop that tried in vain all through it.

    What is left of a wait that is drawn evenly from nothing to ``within_seconds``, at a moment that nobody chose.
    """
    return within_seconds * (1.0 - math.sqrt(1.0 - draw))

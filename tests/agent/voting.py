"""Anonymous questions, and tickets to them, as the tests of the agent need them."""

from random import Random

from barometer_agent.spool.tickets import State, Ticket
from barometer_shared import tokens
from barometer_shared.questions import Anonymous

CLOSES = 1_790_600_000_000  # a week after the clock of the tests
SEND = CLOSES + 3_600_000
HOUR = 3_600_000


def anonymous(closes_at: int = CLOSES, keys: str = "ab" * 32, key: str = "A" * 66) -> Anonymous:
    return Anonymous({"en": "Finance", "nl": "Financiën"}, key, keys, 12, closes_at)


def token(seed: int) -> bytes:
    """Of the right form, made by nobody's key."""
    return tokens.join_token(
        tokens.token_input(Random(seed).randbytes(32), "pulse", bytes(49)), Random(seed).randbytes(48)
    )


def held(account: str = "anna", campaign: str = "pulse", seed: int = 1, closes_at: int = CLOSES) -> Ticket:
    return Ticket(account, campaign, State.HELD, anonymous(closes_at), token(seed), closes_at + HOUR)


def wanted(account: str = "anna", campaign: str = "pulse", due_ms: int = 0) -> Ticket:
    return Ticket(account, campaign, State.WANTED, anonymous(), b"", due_ms)

"""On which day of a campaign it is whose turn: so that not all are asked at once, and nobody is left out."""

from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b

from barometer_agent.prompting.facts import Campaign

_SATURDAY = 5
# Everybody who is left is asked in these last days, or in the second half of a shorter campaign: whoever was away on
# the day of their turn is not lost.
LAST_DAYS = timedelta(days=3)


def turn_of(account: str, campaign: Campaign) -> datetime | None:
    """From when on ``account`` may be asked; None for from the start on.

    The same each time: a hash of account and campaign chooses among the working days of ``spread_days``, counted in
    UTC, so that a journey changes nothing. The last days of the campaign are everybody's (see LAST_DAYS).
    """
    if campaign.opens is None:
        return None
    opens = campaign.opens.astimezone(UTC)
    days = _working_days(opens, campaign.spread_days)
    if len(days) <= 1:
        return opens
    digest = blake2b(f"{account}\0{campaign.id}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    chosen = days[int.from_bytes(digest, "big") % len(days)]
    turn = max(opens, chosen)
    return turn if campaign.expires is None else min(turn, _everybodys(opens, campaign.expires.astimezone(UTC)))


def _working_days(opens: datetime, count: int) -> list[datetime]:
    first = datetime.combine(opens.date(), time(), UTC)
    days = (first + timedelta(days=ahead) for ahead in range(count))
    return [day for day in days if day.weekday() < _SATURDAY]


def _everybodys(opens: datetime, expires: datetime) -> datetime:
    return max(expires - LAST_DAYS, opens + (expires - opens) / 2)

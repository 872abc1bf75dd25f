"""How fast a fleet may hand in what it kept while the collector was away: pure rules.

An agent with a backlog sends its next batch as soon as the last one was acknowledged, unless the receipt asks it to
wait. Without that, a fleet that returns together keeps the queue full, and where the disk is slow, batches wait in it
for longer than an agent does, and are sent twice: ``tests/benchmarks/storm.py`` shows it.

Each process goes by its own queue, also where several share a PostgreSQL. What they share, the database, makes the
groups of all slower, and so all queues longer; what they do not, their cores, a common number could not tell apart. A
balancer spreads the laptops, and who waited longer is asked to stay away longer, wherever that was.
"""

from barometer_shared.protocol import MAX_PAUSE_MS

# A batch that waits this long for its receipt is no burden to anyone.
FREE_SECONDS = 0.25
# How many times as long as its batch waited a sender is asked to stay away: with every sender in its pause for 39 parts
# of 40, the queue holds a fortieth of those that have something to send.
TIMES = 40
# So many waiting batches are a crowd; behind fewer the database is slow, and to send laptops away only makes them late.
CROWD = 100
# No batch is taken in that would wait longer: an agent gives up after 15 s and sends it again.
LONGEST_SECONDS = 5.0
# Of the newest group in the running mean of the time that a batch takes.
_NEWEST = 0.2


def pause_ms(waited_seconds: float, waiting: int) -> int:
    """What a receipt asks for, when its batch waited so long until it was durable, and ``waiting`` others still do."""
    times = TIMES * min(1.0, waiting / CROWD)
    return min(MAX_PAUSE_MS, max(0, round(1000 * times * (waited_seconds - FREE_SECONDS))))


def is_long(waiting: int, batch_seconds: float) -> bool:
    """Whether one more would wait too long behind a crowd of ``waiting`` batches that take ``batch_seconds`` each."""
    return waiting >= CROWD and waiting * batch_seconds > LONGEST_SECONDS


def retry_seconds(draw: float) -> int:
    """When to come back to an intake that is full; ``draw``, 0 to 1, spreads those who are refused together."""
    return round(TIMES * LONGEST_SECONDS * (0.5 + draw))


def smoothed(batch_seconds: float, group_seconds: float, batches: int) -> float:
    """The running mean of the time a batch takes, after a group of ``batches`` took ``group_seconds``."""
    newest = group_seconds / max(1, batches)
    return newest if batch_seconds == 0 else batch_seconds + _NEWEST * (newest - batch_seconds)

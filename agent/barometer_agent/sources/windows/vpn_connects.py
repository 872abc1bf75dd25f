"""Connecting with Windows' own VPN: the source "RasClient" in the Application log.

20221 begins to dial, 20225 has connected, 20227 has failed; the others of the same attempt (20222-20224) lie between.
They belong together by their CoId, a GUID made for the attempt, which stands among the values; the last value of 20227
is the error's number (raserror.h, or winerror.h below 600). The names of the user, the connection and the server, which
stand beside them, are not read. Source: Microsoft, "RAS Connection
Establishment". A VPN program of another maker does not log here.
"""

import re
import time

from barometer_agent.sources.records import Records
from barometer_agent.sources.vpn_connects import VpnConnect
from barometer_agent.sources.windows import channel
from barometer_agent.sources.windows.channel import Log
from barometer_agent.sources.windows.eventlog import EventLog
from barometer_agent.sources.windows.events import Event

CHANNEL = "Application"
PATIENCE_US = 600_000_000  # an attempt that has come to nothing by then is not waited for
_BEGAN, _CONNECTED, _FAILED = 20221, 20225, 20227
# ERROR_USER_DISCONNECTION and ERROR_CANCELLED: somebody changed their mind.
_BROKEN_OFF = frozenset({"631", "1223"})
_WANTED = channel.of("RasClient", _BEGAN, _CONNECTED, _FAILED)
_GUID = re.compile(r"\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")


def read(cursor: str, since_us: int, log: Log | None = None, now_us: int | None = None) -> Records[VpnConnect]:
    """Attempts after ``cursor``. Raises NoData where the log may not be read."""
    found = channel.follow(log or EventLog(), CHANNEL, _WANTED, cursor, since_us)
    attempts, waiting = parse(found.events, time.time_ns() // 1000 if now_us is None else now_us)
    return Records(attempts, found.cursor(waiting), found.lost)


def parse(events: tuple[Event, ...], now_us: int) -> tuple[tuple[VpnConnect, ...], Event | None]:
    """The attempts that ended, and the first that still goes on.

    An attempt that ended after it is told at the next reading, with it.
    """
    ends = {(_attempt(event), event.id) for event in events}
    waiting = next((event for event in events if _goes_on(event, ends, now_us)), None)
    begun: dict[str, int] = {}
    attempts: list[VpnConnect] = []
    for event in events:
        if waiting is not None and event.record >= waiting.record:
            break
        attempt = _attempt(event)
        if event.id == _BEGAN:
            begun[attempt] = event.at_us
        elif attempt and (start_us := begun.pop(attempt, None)) is not None:
            attempts += _ended(event, event.at_us - start_us)
    return tuple(attempts), waiting


def _ended(event: Event, took_us: int) -> list[VpnConnect]:
    if event.id == _CONNECTED:
        return [VpnConnect(event.at_us, took_us)] if took_us >= 0 else []
    code = event.values[-1] if event.values else ""
    known = code if code.isdigit() and len(code) <= 10 else "unknown"
    return [] if code in _BROKEN_OFF else [VpnConnect(event.at_us, None, known)]


def _goes_on(event: Event, ends: set[tuple[str, int]], now_us: int) -> bool:
    if event.id != _BEGAN or not now_us - PATIENCE_US < event.at_us <= now_us:
        return False
    attempt = _attempt(event)
    return bool(attempt) and not ends & {(attempt, _CONNECTED), (attempt, _FAILED)}


def _attempt(event: Event) -> str:
    found = next((match for value in event.values if (match := _GUID.search(value))), None)
    return found[0].strip("{}").lower() if found else ""

"""VPN connects, from what NetworkManager logs of its VPN plugins: fixed English words and numbers, never localised.

Its lines of the domain VPN carry ``state changed: starting (3)``, ``started (4)`` and ``stopped (6)`` (the numbers of
NMVpnServiceState) up to version 1.36; later versions say so only when the domain VPN logs at DEBUG. Failures are
warnings in all of them: ``failed: connect-failed (1)``, later ``failure: connect-failed (1)``, with the words of
NMVpnPluginFailure, often twice, also when a VPN that stood fails; and ``connect timeout exceeded``.
The line names the VPN, which never leaves this module. WireGuard has no connect to be measured: it sends when there is
traffic.
"""

import re
import time
from collections.abc import Sequence
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.linux import journal
from barometer_agent.sources.linux.journal import Entry, Page
from barometer_agent.sources.records import Records
from barometer_agent.sources.vpn_connects import VpnConnect
from barometer_shared.samples import GapKind

_NETWORK_MANAGER = Path("/run/NetworkManager")
_MATCHES = ("NM_LOG_DOMAINS=VPN", journal.BY_SYSTEM)
_FIELDS = ("MESSAGE", "_BOOT_ID")
LONGEST_US = 600_000_000  # somebody may still be typing a code
_AGAIN_US = 5_000_000  # a failure that is logged twice
_STARTING, _STARTED, _STOPPED = "3", "4", "6"
_WHY = {"login-failed": "sign_in", "connect-failed": "connect", "bad-ip-config": "ip_config", None: "timeout"}
# vpn-connection[0x55d0c0b0a2d0,UUID,"NAME",0]: VPN plugin: state changed: starting (3)
_LINE = re.compile(r"vpn(?:-connection)?\[(?P<key>0x[0-9a-f]+)[,\]].*: state changed: [a-z-]+ \((?P<state>\d)\)$")
# vpn[0x55bcf2991240,UUID,"NAME"]: dbus: failure: connect-failed (1)
_FAILURE = re.compile(
    r"vpn(?:-connection)?\[(?P<key>0x[0-9a-f]+)[,\]].*: "
    r"(?:fail(?:ed|ure): (?P<why>[a-z-]+) \(\d+\)|connect timeout exceeded\.?)$"
)

_NO_NETWORK_MANAGER = Reason(
    "NetworkManager does not run: nothing records VPN connects",
    "NetworkManager draait niet: niets legt het verbinden van een VPN vast",
)
_SILENT = Reason(
    "this NetworkManager does not log the states of a VPN: set domains=VPN:DEBUG in its section [logging]",
    "deze NetworkManager logt de toestanden van een VPN niet: zet domains=VPN:DEBUG in zijn sectie [logging]",
)


def read(cursor: str, since_us: int, network_manager: Path = _NETWORK_MANAGER) -> Records[VpnConnect]:
    """Attempts that ended after ``cursor``. Raises NoData without NetworkManager, or where it tells no states."""
    if not network_manager.is_dir():
        raise NoData(_NO_NETWORK_MANAGER, GapKind.NOT_APPLICABLE)
    page = journal.follow(_MATCHES, _FIELDS, cursor, since_us)
    if page.entries and not page.has_more and not any(map(_tells, page.entries)):
        raise NoData(_SILENT)
    settled = settle(page, cursor, time.time_ns() // 1000)
    found = sorted((*connects(settled.entries), *failures(settled.entries)), key=lambda one: one.at_us)
    return Records(tuple(found), settled.cursor, settled.lost)


def settle(page: Page, cursor: str, now_us: int) -> Page:
    """``page`` up to the first attempt that may still go on: that is read again next time."""
    for index, entry in enumerate(page.entries):
        key, state = _state(entry) or ("", "")
        young = 0 <= now_us - journal.at_us(entry) < LONGEST_US
        if state == _STARTING and young and not _ends(page.entries[index + 1 :], key):
            before = page.entries[index - 1]["__CURSOR"] if index else cursor
            return Page(page.entries[:index], before, page.lost)
    return page


def connects(entries: Sequence[Entry]) -> tuple[VpnConnect, ...]:
    """Each attempt that led to a connection."""
    begun: dict[tuple[str, str], Entry] = {}
    found = []
    for entry in entries:
        told = _state(entry)
        if told is None:
            continue
        key = (told[0], journal.text(entry, "_BOOT_ID"))
        if told[1] == _STARTING:
            begun.setdefault(key, entry)
        elif told[1] in (_STARTED, _STOPPED) and key in begun:
            took_us = _monotonic_us(entry) - _monotonic_us(begun.pop(key))
            if told[1] == _STARTED and 0 <= took_us <= LONGEST_US:
                found.append(VpnConnect(journal.at_us(entry), took_us))
    return tuple(found)


def failures(entries: Sequence[Entry]) -> tuple[VpnConnect, ...]:
    """Each failure once. What was stopped without one was broken off by somebody."""
    last: dict[tuple[str, str], int] = {}
    found = []
    for entry in entries:
        told = _FAILURE.search(journal.text(entry, "MESSAGE"))
        if told is None:
            continue
        key, at_us = (told["key"], journal.text(entry, "_BOOT_ID")), _monotonic_us(entry)
        if key not in last or at_us - last[key] > _AGAIN_US:
            found.append(VpnConnect(journal.at_us(entry), None, _WHY.get(told["why"], "unknown")))
        last[key] = at_us
    return tuple(found)


def _tells(entry: Entry) -> bool:
    return _state(entry) is not None or _FAILURE.search(journal.text(entry, "MESSAGE")) is not None


def _ends(entries: Sequence[Entry], key: str) -> bool:
    return any(_state(entry) in ((key, _STARTED), (key, _STOPPED)) for entry in entries)


def _state(entry: Entry) -> tuple[str, str] | None:
    found = _LINE.search(journal.text(entry, "MESSAGE"))
    return (found["key"], found["state"]) if found else None


def _monotonic_us(entry: Entry) -> int:
    return journal.number(entry, "__MONOTONIC_TIMESTAMP")

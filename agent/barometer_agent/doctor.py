"""Does everything work on this laptop, and if not: what to do. Each check gives findings; none stops the others."""

import importlib.util
import logging
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from barometer_agent import account, enrolment
from barometer_agent.collector import DEFER_MS
from barometer_agent.config import Config
from barometer_agent.enrolment import IdentityError
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.client import NotRunningError, RefusedError
from barometer_agent.link.messages import AskStatus, Status
from barometer_agent.pacing import SAVER_FACTOR, SAVER_NETWORK_SECONDS, SLOWED_FACTOR
from barometer_agent.seeing import in_groups
from barometer_agent.uplink import belief, replies, verdict
from barometer_agent.uplink.replies import Reply
from barometer_agent.uplink.transport import Transport, UnreachableError
from barometer_agent.uplink.verdict import Unknown
from barometer_shared.protocol import DEVICE_CONFIG_PATH, bearer

log = logging.getLogger(__name__)

DESCRIPTION_PATH = "/openapi.json"
CLOCK_OFF_SECONDS = 60
FULL_PERCENT = 80
_GONE_WRONG = ("lost", "lost_choices", "refused", "lost_answers", "expired", "unreached")  # counts of the status
_HOUR_MS = 3600 * 1000
_DAY_MS = 24 * _HOUR_MS
# Why the agent measures and sends less than else, with the figures of it.
_HELD_BACK: Mapping[str, Mapping[str, object]] = {
    "battery_saver": {"factor": round(SAVER_FACTOR), "minutes": round(SAVER_NETWORK_SECONDS / 60)},
    "metered": {"hours": DEFER_MS // _HOUR_MS},
    "slowed": {"factor": round(SLOWED_FACTOR)},
}


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    INFO = "info"  # as it should be, though whoever looks may have expected something else
    WARN = "warn"
    FAIL = "fail"


class _Info(msgspec.Struct):
    title: str
    version: str


class _Description(msgspec.Struct):
    info: _Info


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: ``text`` names a text of the languages, ``values`` fill it in."""

    level: Level
    text: str
    values: Mapping[str, object] = field(default_factory=dict)


def examine(config: Config) -> list[Finding]:
    """All checks, in the order in which a person would put things right.

    Whoever is not the service is not told that its folder and its identity are closed: that is as it should be.
    """
    own = [] if _is_closed(config) else [*_folder(config), *_identity(config)]
    return [*own, *_collector(config), *_service(config), _window()]


def judge_server(server: str, reply: Reply, milliseconds: int, now_ms: int) -> Iterator[Finding]:
    """What the collector's answer tells about it and about the clock."""
    version = _version(reply)
    if version is None:
        yield Finding(Level.FAIL, "doctor.server.other", {"server": server, "status": reply.status})
        return
    values = {"server": server, "milliseconds": milliseconds, "version": version}
    yield Finding(Level.OK, "doctor.server.ok", values)
    skew = replies.skew_ms(reply, now_ms)
    if skew is None:
        yield Finding(Level.WARN, "doctor.clock.unknown")
        return
    seconds = max(1, round(abs(skew) / 1000))
    off = seconds > CLOCK_OFF_SECONDS
    text = "doctor.clock.off" if off else "doctor.clock.ok"
    yield Finding(Level.WARN if off else Level.OK, text, {"seconds": seconds})


def judge_status(status: Status) -> Iterator[Finding]:
    """What the service tells about itself."""
    yield Finding(Level.OK, "doctor.service.ok", {"version": status.version})
    levels = {"works": Level.OK, "never": Level.WARN, "waits": Level.WARN}
    level = levels.get(status.uplink, Level.FAIL)
    yield Finding(level, f"doctor.uplink.{status.uplink}", {"reason": status.uplink_reason})
    if status.doubted_skew_ms is not None:
        yield _doubted(status.doubted_skew_ms, status.doubted_ms)
    yield _spool(status)
    yield from _held_back(status)
    if status.targets:
        yield Finding(Level.OK, "doctor.targets.ok", {"names": ", ".join(status.targets)})
    if status.refused_targets:
        yield Finding(Level.WARN, "doctor.targets.warn", {"names": ", ".join(status.refused_targets)})
    if status.failing:
        yield Finding(Level.FAIL, f"spool.failing.{status.failing}", {"path": "spool.db"})
    for name in _GONE_WRONG:
        if count := getattr(status, name):
            yield Finding(Level.WARN, f"doctor.{name}.warn", {"count": count})
    for keys in status.differing_keys:
        values = {"campaign": keys.campaign, "told": in_groups(keys.told), "found": in_groups(keys.found)}
        yield Finding(Level.WARN, "doctor.differing_keys.warn", values)
    if status.unreadable:
        yield Finding(Level.WARN, "doctor.unreadable.warn", {"names": ", ".join(status.unreadable)})
    if status.failing_samplers:
        yield Finding(Level.WARN, "doctor.samplers.warn", {"names": ", ".join(status.failing_samplers)})


def judge_window(platform: str, environment: Mapping[str, str], *, has_library: bool) -> Finding:
    """Whether a question could be shown in a window, or an alert of macOS; ``has_library``: what shows it is there."""
    if not has_library:
        missing = "no_appkit" if platform == "darwin" else "no_tkinter"
        return Finding(Level.WARN, f"doctor.window.{missing}")
    if platform not in ("win32", "darwin") and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return Finding(Level.WARN, "doctor.window.no_display")
    return Finding(Level.OK, "doctor.window.ok")


def _held_back(status: Status) -> Iterator[Finding]:
    """What a newer service names beside these has no words here."""
    for name in status.held_back:
        if name in _HELD_BACK:
            yield Finding(Level.INFO, f"doctor.held_back.{name}", _HELD_BACK[name])


def _doubted(skew_ms: int, lasted_ms: int) -> Finding:
    """For how long, and not since when: no clock could tell."""
    hours, minutes = divmod(lasted_ms // 60_000, 60)
    values = {"days": round(abs(skew_ms) / _DAY_MS), "lasted": f"{hours}:{minutes:02d}"}
    if lasted_ms >= belief.LONGEST_MS:
        return Finding(Level.WARN, "doctor.clock.contradicted", values)
    return Finding(Level.WARN, "doctor.clock.doubted", {**values, "hours": belief.LONGEST_MS // _HOUR_MS})


def _spool(status: Status) -> Finding:
    percent = round(100 * status.waiting_bytes / status.quota_bytes)
    values = {"samples": status.samples, "answers": status.answers, "dropped": status.dropped, "percent": percent}
    if percent >= FULL_PERCENT:
        return Finding(Level.WARN, "doctor.spool.full", values)
    return Finding(Level.OK, "doctor.spool.ok", values)


def _is_closed(config: Config) -> bool:
    """Whether who this laptop is may not be read by whoever looks, who is not the service."""
    if account.onlooker(config.data_dir) is None:
        return False
    try:
        enrolment.load(config.data_dir)
    except IdentityError as error:
        return error.kind == "unreadable"
    return False


def _folder(config: Config) -> Iterator[Finding]:
    folder = config.data_dir
    if not folder.is_dir():
        yield Finding(Level.FAIL, "doctor.folder.missing", {"folder": folder})
    elif _only_reads(folder):
        yield Finding(Level.FAIL, "spool.failing.read_only", {"path": folder})
    elif not os.access(folder, os.R_OK | os.W_OK):
        yield Finding(Level.WARN, "doctor.folder.rights", {"folder": folder})
    else:
        yield Finding(Level.OK, "doctor.folder.ok", {"folder": folder})


def _only_reads(folder: Path) -> bool:
    """Whether nobody can write there: the service then runs, and answers nobody who asks it in that folder."""
    if sys.platform == "win32":
        return False
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _identity(config: Config) -> Iterator[Finding]:
    try:
        identity = enrolment.load(config.data_dir)
    except IdentityError as error:
        level = Level.WARN if error.kind == "unreadable" else Level.FAIL
        yield Finding(level, f"identity.{error.kind}", error.values)
        return
    values = {"server": identity.server, "device": identity.device_id, "team": identity.team}
    yield Finding(Level.OK, "doctor.identity.ok", values)


def _collector(config: Config) -> Iterator[Finding]:
    server = config.server_url or _enrolled_at(config.data_dir)
    if server is None:
        if not _is_closed(config):
            yield Finding(Level.FAIL, "doctor.server.none")
        return
    try:
        with Transport(server, config) as transport:
            started = time.monotonic()
            reply = transport.get(DESCRIPTION_PATH)
            milliseconds = round((time.monotonic() - started) * 1000)
            known = _asked_as_device(transport, config.data_dir)
    except UnreachableError as error:
        log.info("server_silent reason=%s", error)
        yield Finding(Level.FAIL, "doctor.server.silent", {"server": server, "reason": error})
        return
    yield from judge_server(server, reply, milliseconds, time.time_ns() // 1_000_000)
    if isinstance(known, Unknown):
        yield Finding(Level.FAIL, "doctor.uplink.unknown_device", {"reason": known.reason})


def _asked_as_device(transport: Transport, folder: Path) -> object:
    """What the collector says to this laptop's key; None where there is none to show."""
    try:
        identity = enrolment.load(folder)
    except IdentityError:
        return None
    reply = transport.get(DEVICE_CONFIG_PATH, {"Authorization": bearer(identity.device_id, identity.secret)})
    return verdict.judge_config(reply, datetime.now(UTC))


def _service(config: Config) -> Iterator[Finding]:
    try:
        status = client.ask(socket_path(config.socket_dir), AskStatus(), config.data_dir)
    except RefusedError as error:
        if error.problem == "not_allowed":
            seen = account.onlooker(config.data_dir) or account.SOMEBODY
            yield Finding(Level.INFO, "doctor.service.hidden", {"look": seen})
        else:
            yield Finding(Level.WARN, f"link.{error.problem}")
    except NotRunningError:
        yield Finding(Level.FAIL, *account.not_running(config))
    except LinkError as error:
        yield Finding(Level.FAIL, "doctor.service.fail", {"reason": error})
    else:
        if isinstance(status, Status):
            yield from judge_status(status)


def _window() -> Finding:
    library = "AppKit" if sys.platform == "darwin" else "_tkinter"
    return judge_window(sys.platform, os.environ, has_library=importlib.util.find_spec(library) is not None)


def _enrolled_at(folder: Path) -> str | None:
    try:
        return enrolment.load(folder).server
    except IdentityError:
        return None


def _version(reply: Reply) -> str | None:
    """The version that a collector names in its own description; None for anything that is no collector."""
    if reply.status != 200:
        return None
    try:
        info = msgspec.json.decode(reply.body, type=_Description).info
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return info.version if info.title == "Barometer" else None

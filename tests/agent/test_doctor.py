"""Does everything work, and if not: what to do."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from barometer_agent.config import Config
from barometer_agent.doctor import Finding, Level, examine, judge_server, judge_status, judge_window
from barometer_agent.enrolment import Identity, save
from barometer_agent.language import speaker
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import KeysDiffer, Refusal, Status
from barometer_agent.link.server import LinkServer
from barometer_agent.uplink.replies import Reply
from barometer_shared.protocol import COLLECTOR_PROBLEM, PROBLEM_TYPE, Problem

if TYPE_CHECKING:
    Disk = Any
    FakeCollector = Any

unix_root = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody without rights"
)

GOOD = Status("0.1.0", "http://c", 3, 0, 0, 0, 0, 0, 10, 100, [], "works", "", 5, "v1", 0, [])
NOON = 1_790_000_000_500  # half a second after a whole one: a Date counts whole seconds
DESCRIPTION = b'{"openapi": "3.1.0", "info": {"title": "Barometer", "version": "1.2.3"}, "paths": {}}'
DATE = {"date": "Mon, 21 Sep 2026 14:13:20 GMT"}


def named(findings: Any) -> dict[str, Level]:
    found = list(findings)
    for finding in found:
        for code in ("en", "nl"):
            assert speaker(code)(finding.text, **finding.values)
    return {finding.text: finding.level for finding in found}


def test_a_healthy_service_is_well() -> None:
    assert set(named(judge_status(GOOD)).values()) == {Level.OK}


@pytest.mark.parametrize(
    ("change", "text", "level"),
    [
        ({"uplink": "waits", "uplink_reason": "503"}, "doctor.uplink.waits", Level.WARN),
        ({"uplink": "never"}, "doctor.uplink.never", Level.WARN),
        ({"uplink": "unknown_device", "uplink_reason": "401"}, "doctor.uplink.unknown_device", Level.FAIL),
        ({"waiting_bytes": 80}, "doctor.spool.full", Level.WARN),
        ({"refused": 1}, "doctor.refused.warn", Level.WARN),
        ({"lost_answers": 1}, "doctor.lost_answers.warn", Level.WARN),
        ({"lost_choices": 1}, "doctor.lost_choices.warn", Level.WARN),
        ({"unreached": 1}, "doctor.unreached.warn", Level.WARN),
        ({"differing_keys": [KeysDiffer("pulse", "ab" * 32, "cd" * 32)]}, "doctor.differing_keys.warn", Level.WARN),
        ({"expired": 1}, "doctor.expired.warn", Level.WARN),
        ({"unreadable": ["spool.db.unreadable-1"]}, "doctor.unreadable.warn", Level.WARN),
        ({"lost": 3}, "doctor.lost.warn", Level.WARN),
        ({"doubted_skew_ms": -90_000_000}, "doctor.clock.doubted", Level.WARN),
        ({"doubted_skew_ms": 90_000_000, "doubted_ms": 86_400_000}, "doctor.clock.contradicted", Level.WARN),
        ({"failing": "full"}, "spool.failing.full", Level.FAIL),
        ({"held_back": ["battery_saver"]}, "doctor.held_back.battery_saver", Level.INFO),
        ({"held_back": ["slowed", "metered"]}, "doctor.held_back.metered", Level.INFO),
        ({"held_back": ["metered", "slowed"]}, "doctor.held_back.slowed", Level.INFO),
        ({"failing_samplers": ["boot"]}, "doctor.samplers.warn", Level.WARN),
        ({"targets": ["mail https://mail.example.org"]}, "doctor.targets.ok", Level.OK),
        ({"refused_targets": ["probe http://127.0.0.1/"]}, "doctor.targets.warn", Level.WARN),
    ],
)
def test_each_trouble_of_the_service_is_told(change: dict[str, object], text: str, level: Level) -> None:
    assert named(judge_status(msgspec.structs.replace(GOOD, **change)))[text] is level


@pytest.mark.parametrize("code", ["en", "nl"])
def test_keys_that_differ_are_told_with_both_hashes_in_groups_that_can_be_read_aloud(code: str) -> None:
    status = msgspec.structs.replace(GOOD, differing_keys=[KeysDiffer("pulse", "ab" * 32, "cd" * 32)])
    (told,) = [speaker(code)(one.text, **one.values) for one in judge_status(status) if "keys" in one.text]
    assert told.count("abababab") == told.count("cdcdcdcd") == 8
    assert told.startswith("pulse: ")


@pytest.mark.parametrize("code", ["en", "nl"])
def test_what_is_held_back_is_told_with_its_figures_and_what_a_newer_service_names_is_left_out(code: str) -> None:
    held = msgspec.structs.replace(GOOD, held_back=["battery_saver", "metered", "slowed", "tired"])
    say = speaker(code)
    told = [say(one.text, **one.values) for one in judge_status(held) if one.text.startswith("doctor.held_back.")]
    assert [sorted(re.findall(r"\d+", text)) for text in told] == [["30", "4"], ["24"], ["2"]]


@pytest.mark.parametrize("skew_ms", [-3 * 86_400_000, 3 * 86_400_000])
def test_a_clock_in_doubt_is_told_with_how_much_and_how_long(skew_ms: int) -> None:
    doubted = msgspec.structs.replace(GOOD, doubted_skew_ms=skew_ms, doubted_ms=(3 * 60 + 7) * 60_000)
    (told,) = (one for one in judge_status(doubted) if one.text == "doctor.clock.doubted")
    assert told.values == {"days": 3, "lasted": "3:07", "hours": 24}


@pytest.mark.parametrize(
    ("off_ms", "text", "level"),
    [
        (0, "doctor.clock.ok", Level.OK),
        (59_000, "doctor.clock.ok", Level.OK),
        (-62_000, "doctor.clock.off", Level.WARN),
    ],
)
def test_the_clock_is_held_against_the_collectors(off_ms: int, text: str, level: Level) -> None:
    reply = Reply(200, DATE, DESCRIPTION)
    assert named(judge_server("http://c", reply, 5, NOON + off_ms))[text] is level


def test_a_collector_without_a_date_leaves_the_clock_unknown() -> None:
    assert named(judge_server("http://c", Reply(200, {}, DESCRIPTION), 5, NOON))["doctor.clock.unknown"] is Level.WARN


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, {}, b"<html>sign in</html>"),
        Reply(404, {}, DESCRIPTION),
        Reply(200, {}, DESCRIPTION.replace(b"Barometer", b"Thermometer")),
    ],
)
def test_a_page_on_the_way_is_no_collector(reply: Reply) -> None:
    assert named(judge_server("http://c", reply, 5, NOON)) == {"doctor.server.other": Level.FAIL}


@pytest.mark.parametrize(
    ("platform", "environment", "has_library", "text"),
    [
        ("linux", {"DISPLAY": ":0"}, True, "doctor.window.ok"),
        ("linux", {}, True, "doctor.window.no_display"),
        ("darwin", {}, True, "doctor.window.ok"),
        ("darwin", {}, False, "doctor.window.no_appkit"),
        ("linux", {"DISPLAY": ":0"}, False, "doctor.window.no_tkinter"),
    ],
)
def test_a_window_needs_a_desktop(platform: str, environment: dict[str, str], has_library: bool, text: str) -> None:
    assert text in named([judge_window(platform, environment, has_library=has_library)])


def test_a_laptop_that_was_never_enrolled_is_told_what_to_do(short_dir: Path) -> None:
    levels = named(examine(Config(data_dir=short_dir / "none")))
    for text in ("doctor.folder.missing", "identity.missing", "doctor.server.none", "link.not_running_there"):
        assert levels[text] is Level.FAIL


def test_an_enrolled_laptop_without_its_service_fails_only_there(
    short_dir: Path, collector_server: "FakeCollector"
) -> None:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    levels = named(examine(Config(data_dir=short_dir)))
    assert [text for text, level in levels.items() if level is Level.FAIL] == ["link.not_running_there"]
    assert levels["doctor.server.ok"] is Level.OK


@unix_root
def test_an_employee_of_a_healthy_laptop_is_warned_of_nothing(short_dir: Path) -> None:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", "https://barometer.example.org"))
    address = socket_path(short_dir)
    server = LinkServer(address, lambda _request, _peer: [Refusal("not_allowed")])
    server.start()
    try:
        levels = as_employee(short_dir)
    finally:
        server.close()
    of_laptop = {text: level for text, level in levels.items() if not text.startswith("doctor.window.")}
    assert of_laptop == {"doctor.service.hidden": "info"}


def test_a_folder_that_can_only_be_read_is_named_before_its_service(disk: "Disk") -> None:
    disk.forbid_writing()
    found = [(finding.text, finding.level) for finding in examine(Config(data_dir=disk.folder))]
    assert found[0] == ("spool.failing.read_only", Level.FAIL)
    assert "doctor.folder.rights" not in dict(found)


def as_employee(folder: Path) -> dict[str, str]:
    """The findings of somebody without rights to ``folder``, who is a process of their own."""
    code = (
        "import os, sys; from pathlib import Path; from barometer_agent.config import Config;"
        "from barometer_agent.doctor import examine; os.setgid(65534); os.setuid(65534);"
        "[print(one.text, one.level) for one in examine(Config(data_dir=Path(sys.argv[1])))]"
    )
    folder.chmod(0o711)
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, timeout=60, check=True
    )
    return dict(line.split() for line in done.stdout.splitlines())


def test_a_key_that_was_revoked_fails(short_dir: Path, collector_server: "FakeCollector") -> None:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    good = collector_server.reply

    def revoked(method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        told = msgspec.json.encode(Problem("Revoked", 401, COLLECTOR_PROBLEM))
        return (
            (401, {"content-type": PROBLEM_TYPE}, told)
            if "authorization" in headers
            else good(method, path, headers, body)
        )

    collector_server.reply = revoked
    assert named(examine(Config(data_dir=short_dir)))["doctor.uplink.unknown_device"] is Level.FAIL


def test_a_collector_that_is_gone_fails(short_dir: Path) -> None:
    config = Config(data_dir=short_dir, server_url="http://127.0.0.1:1")
    started = time.monotonic()
    assert named(examine(config))["doctor.server.silent"] is Level.FAIL
    assert time.monotonic() - started < 30


def test_a_finding_needs_no_values() -> None:
    assert Finding(Level.OK, "doctor.window.ok").values == {}

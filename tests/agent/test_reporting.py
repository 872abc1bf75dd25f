"""The report of this laptop, asked of a real server."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from barometer_agent import reporting
from barometer_agent.config import Config
from barometer_agent.desk import ReportError
from barometer_agent.enrolment import Identity
from barometer_agent.reporting import KEPT_SECONDS, REFUSAL_KEPT_SECONDS, Reports
from barometer_agent.uplink.reports import NoReport
from barometer_shared.protocol import COLLECTOR_PROBLEM, PROBLEM_TYPE, Problem
from barometer_shared.report import DEVICE_REPORT_PATH, DeviceReport

if TYPE_CHECKING:
    FakeCollector = Any

REPORT = msgspec.json.encode(DeviceReport(61.5, "average", 0.9, 20_000, 20_006))
GIVEN = (200, {"content-type": "application/json"}, REPORT)
OLD = (404, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(Problem("Not Found", 404, COLLECTOR_PROBLEM)))


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def identity(collector_server: "FakeCollector") -> Identity:
    return Identity("00000000000000ab", "secret", "demo", collector_server.url)


@pytest.fixture
def reports(identity: Identity, seconds: Seconds) -> Reports:
    return Reports(Config(), lambda: identity, clock=seconds)


def refused(reports: Reports) -> str:
    with pytest.raises(ReportError) as caught:
        reports.told()
    return caught.value.problem


def test_the_report_is_asked_for_with_the_key_of_this_laptop(
    reports: Reports, collector_server: "FakeCollector"
) -> None:
    collector_server.refusals = [GIVEN]
    assert reports.told() == REPORT
    ((method, path, headers),) = collector_server.requests
    assert (method, path) == ("GET", DEVICE_REPORT_PATH)
    assert headers["authorization"] == "Bearer 00000000000000ab.secret"


def test_whoever_asks_again_within_a_minute_costs_no_request(
    reports: Reports, seconds: Seconds, collector_server: "FakeCollector"
) -> None:
    collector_server.refusals = [GIVEN, OLD]
    for _ in range(3):
        assert reports.told() == REPORT
        seconds.now += KEPT_SECONDS / 3 - 0.1
    assert len(collector_server.requests) == 1
    seconds.now += 1
    assert refused(reports) == NoReport.OLD_COLLECTOR
    assert len(collector_server.requests) == 2


def test_many_who_ask_at_once_are_one_request(reports: Reports, collector_server: "FakeCollector") -> None:
    collector_server.refusals = [GIVEN]
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda _: reports.told(), range(24))) == {REPORT}
    assert len(collector_server.requests) == 1


def test_a_refusal_is_asked_about_again_sooner(
    reports: Reports, seconds: Seconds, collector_server: "FakeCollector"
) -> None:
    collector_server.refusals = [OLD, GIVEN]
    assert [refused(reports), refused(reports)] == [NoReport.OLD_COLLECTOR] * 2
    seconds.now += REFUSAL_KEPT_SECONDS
    assert reports.told() == REPORT


def test_without_a_network_it_says_so(seconds: Seconds) -> None:
    identity = Identity("00000000000000ab", "secret", "demo", "http://127.0.0.1:1")
    assert refused(Reports(Config(), lambda: identity, clock=seconds)) == NoReport.OFFLINE


def test_the_configured_address_beats_the_one_of_the_enrolment(
    identity: Identity, seconds: Seconds, collector_server: "FakeCollector"
) -> None:
    collector_server.refusals = [GIVEN]
    elsewhere = msgspec.structs.replace(identity, server="http://127.0.0.1:1")
    reports = Reports(Config(server_url=collector_server.url), lambda: elsewhere, clock=seconds)
    assert reports.told() == REPORT


def test_a_device_that_the_collector_does_not_know_asks_nothing(
    seconds: Seconds, collector_server: "FakeCollector"
) -> None:
    assert refused(Reports(Config(), lambda: None, clock=seconds)) == NoReport.UNKNOWN_DEVICE
    assert collector_server.requests == []


def test_a_laptop_that_was_enrolled_anew_is_not_told_what_it_was_before(
    identity: Identity, seconds: Seconds, collector_server: "FakeCollector"
) -> None:
    known = [identity]
    reports = Reports(Config(), lambda: known[0], clock=seconds)
    collector_server.refusals = [GIVEN, OLD]
    assert reports.told() == REPORT
    known[0] = msgspec.structs.replace(identity, secret="new")
    assert refused(reports) == NoReport.OLD_COLLECTOR


@pytest.fixture
def held(collector_server: "FakeCollector", monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A collector that answers no sooner than it is let go."""
    gate = threading.Event()
    answer = collector_server.reply

    def late(*request: object) -> object:
        assert gate.wait(30)
        return answer(*request)

    monkeypatch.setattr(collector_server, "reply", late)
    yield gate.set
    gate.set()


def test_nobody_waits_long_and_what_came_too_late_is_there_for_the_next(
    identity: Identity, seconds: Seconds, collector_server: "FakeCollector", held: Callable[[], None]
) -> None:
    collector_server.refusals = [GIVEN]
    reports = Reports(Config(), lambda: identity, clock=seconds, within=0.01)
    assert [refused(reports), refused(reports)] == [NoReport.SLOW] * 2
    held()
    with reports._changed:
        assert reports._changed.wait_for(lambda: not reports._asking, 30)
    assert reports.told() == REPORT
    assert len(collector_server.requests) == 1


def test_a_collector_that_never_answers_is_given_up(
    reports: Reports, seconds: Seconds, held: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "EXCHANGE_SECONDS", 0.2)
    assert refused(reports) == NoReport.OFFLINE


def test_where_no_thread_can_be_made_the_next_one_who_asks_may(
    reports: Reports, collector_server: "FakeCollector", monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    collector_server.refusals = [GIVEN]
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", none_left)
        assert refused(reports) == NoReport.SLOW
    assert reports.told() == REPORT


def test_the_service_loads_nothing_that_makes_pages() -> None:
    modules = ("service", "running", "collector", "desk", "reporting", "uplink.loop", "cli.run")
    program = (
        "import sys, importlib\n"
        f"for name in {modules!r}: importlib.import_module(f'barometer_agent.{{name}}')\n"
        "loaded = set(sys.modules)\n"
        "print(sorted(name for name in loaded if name.split('.')[0] in ('html', 'webbrowser')"
        " or name.startswith('barometer_agent.pages') or name == 'barometer_agent.reported'))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"

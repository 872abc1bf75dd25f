"""The service as a whole, on real samplers and a collector on loopback."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from barometer_agent import inventory
from barometer_agent.config import Config
from barometer_agent.doctor import Finding, Level, judge_status
from barometer_agent.enrolment import Identity, save
from barometer_agent.guard import Act
from barometer_agent.language.en import TEXTS
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.client import RefusedError
from barometer_agent.link.door import Door
from barometer_agent.link.messages import (
    AskQuestions,
    AskReport,
    AskStatus,
    Done,
    GiveAnswer,
    Questions,
    Status,
    TellInput,
    Way,
)
from barometer_agent.pacing import METERED
from barometer_agent.sampler import Context
from barometer_agent.service import DEFAULT_INTERVAL_SECONDS, FIRST, Service
from barometer_agent.sources.limits import Limits
from barometer_agent.sources.usage import Use
from barometer_agent.spool import SpoolBusyError
from barometer_agent.uplink.reports import NoReport
from barometer_agent.watch import Watch
from barometer_shared.anonymous import ANONYMOUS_TYPE
from barometer_shared.protocol import DeviceConfig, Target
from barometer_shared.questions import FacesAnswer, OpenQuestion, Sharing
from barometer_shared.report import DEVICE_REPORT_PATH
from tests.agent.anonymous.counter import Counter, key_list, told
from tests.eventually import eventually

if TYPE_CHECKING:
    Disk = Any
    FakeCollector = Any


@pytest.fixture
def config(short_dir: Path, collector_server: "FakeCollector") -> Config:
    save(short_dir, Identity("00000000000000ab", "secret", "demo", collector_server.url))
    return Config(data_dir=short_dir, interval_seconds=5)


@pytest.fixture
def service(config: Config) -> Iterator[Service]:
    made = Service(config, inventory.device_facts())
    made.start()
    yield made
    made.stop()


def test_what_is_measured_and_answered_arrives(
    config: Config, collector_server: "FakeCollector", pulse: OpenQuestion
) -> None:
    collector_server.config = DeviceConfig("v2", 60, [], [pulse])
    service = Service(config, inventory.device_facts())
    service.start()
    try:
        path = socket_path(config.data_dir)
        collector_server.wait_for(collector_server.samples)
        assert _questions(path) == [pulse]
        client.ask(path, GiveAnswer("pulse", FacesAnswer(5), Sharing.SHARED))
        collector_server.wait_for(collector_server.answers)
        collector_server.wait_for(lambda: any(one.gaps is not None for one in collector_server.batches.values()))
        assert collector_server.answers()[0].sharing is Sharing.SHARED
        assert _questions(path) == []
        assert isinstance(client.ask(path, AskStatus()), Status)
    finally:
        service.stop()


def test_input_that_a_tray_tells_decides_what_counts_as_use(
    config: Config, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service._in_use, "_read", lambda: Use(True, "session"))  # as Windows tells
    monkeypatch.setattr(service._in_use, "_told", None)
    assert client.ask(socket_path(config.socket_dir), TellInput(3600)) == Done()
    assert service._in_use.read() == Use(False, "input")
    assert client.ask(socket_path(config.socket_dir), TellInput(0)) == Done()
    assert service._in_use.read() == Use(True, "input")


def test_the_report_is_asked_of_the_collector(config: Config, collector_server: "FakeCollector") -> None:
    service = Service(config, inventory.device_facts())
    service.start()
    try:
        path = socket_path(config.data_dir)
        with pytest.raises(RefusedError) as refused:
            client.ask(path, AskReport())
        assert refused.value.problem == NoReport.STRANGER  # a page of HTML, as of anybody
        assert [path for _, path, _ in collector_server.requests if path == DEVICE_REPORT_PATH] == [DEVICE_REPORT_PATH]
    finally:
        service.stop()


def test_the_status_tells_whether_what_is_measured_arrives(config: Config, collector_server: "FakeCollector") -> None:
    service = Service(config, inventory.device_facts())
    try:
        assert (service.status().uplink, service.status().server) == ("never", collector_server.url)
    finally:
        service.stop()


def test_a_clock_in_doubt_is_told_to_whoever_asks(config: Config, collector_server: "FakeCollector") -> None:
    collector_server.seconds = lambda: 0.0
    service = Service(config, inventory.device_facts())
    service.start()
    try:
        eventually(lambda: service.status().uplink == "waits")
        told = _status(socket_path(config.data_dir))
        assert told.uplink_reason == "clock"
        assert "doctor.clock.doubted" in [finding.text for finding in judge_status(told)]
    finally:
        service.stop()


def test_it_stops_at_once_and_the_next_one_goes_on(config: Config) -> None:
    for _ in range(2):
        service = Service(config, inventory.device_facts())
        service.start()
        started = time.monotonic()
        service.stop()
        assert time.monotonic() - started < 8  # a stop that waits for a turn takes up to a minute


def test_without_a_link_it_measures_and_sends(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    taken = config.data_dir / "taken"
    taken.touch()
    service = Service(replace(config, run_dir=taken), inventory.device_facts())
    service.start()
    try:
        eventually(lambda: service.status().uplink == "works")
    finally:
        service.stop()
    assert sum(one.startswith("link_failing") for one in caplog.messages) == 1


def test_a_second_service_in_the_same_folder_is_refused(config: Config, service: Service) -> None:
    with pytest.raises(SpoolBusyError):
        Service(config, inventory.device_facts())


def test_a_socket_path_that_is_too_long_stops_it_before_anything_is_touched(tmp_path: Path) -> None:
    with pytest.raises(LinkError, match="set run_dir"):
        Service(Config(data_dir=tmp_path / ("x" * 120)), inventory.device_facts())
    assert list(tmp_path.iterdir()) == []


def test_targets_of_the_collector_and_of_this_laptop_are_both_measured(
    config: Config, collector_server: "FakeCollector"
) -> None:
    own = Target("printer", "http://printer.test")
    service = Service(replace(config, targets=(own,)), inventory.device_facts())
    assert service._targets() == ()
    service.start()
    try:
        assert service._collector is not None
        named = [Target("intranet", "http://intranet.test"), Target("probe", "http://169.254.169.254/latest")]
        collector_server.config = DeviceConfig("v3", 60, named)
        service._collector.exchange()
        assert [target.name for target in service._targets()] == ["intranet", "probe", "printer"]
        told = service.status()
        assert told.targets == ["intranet http://intranet.test", "printer http://printer.test"]
        assert told.refused_targets == ["probe http://169.254.169.254/latest"]
    finally:
        service.stop()


def test_the_first_samples_are_durable_before_anything_is_sent_or_asked(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service = Service(config, inventory.device_facts())
    try:
        service._run(service._sampler(FIRST))
        assert [one for one in caplog.messages if one.startswith("spooled")] == caplog.messages[-1:]
        assert service._collector is service._uplink is None
    finally:
        service.stop()


def test_certificates_are_those_of_the_process_and_wait_until_something_was_measured(config: Config) -> None:
    service = Service(config, inventory.device_facts())
    assert service._trusts is None
    service.start()
    try:
        assert service._trusts is not None
        prober = service._sampler("network_quality")._measure.__self__  # type: ignore[attr-defined]
        assert prober._trust is service._trusts.targets
        assert service._collector is not None
        assert service._collector._transport._way._trust is service._trusts.collector  # type: ignore[attr-defined]
    finally:
        service.stop()


def test_whose_desktop_can_show_no_question_is_known_to_the_doctor_and_measured(
    service: Service, config: Config
) -> None:
    path = socket_path(config.data_dir)
    assert _status(path).unreached == 0
    client.ask(path, AskQuestions(way=Way.NOTHING))
    assert _status(path).unreached == 1
    (sample,) = service._sampler("reach").sample(Context(datetime.now(UTC)))
    assert (sample.metric, sample.value) == ("agent_unreached_people", 1)


def test_on_a_metered_link_nothing_is_probed_and_on_battery_saver_little(config: Config) -> None:
    service = Service(replace(config, interval_seconds=None), inventory.device_facts())
    try:
        network, own = service._sampler("network_quality"), service._sampler("footprint")
        assert service._interval() == DEFAULT_INTERVAL_SECONDS
        service._limited(Limits(battery_saver=True, metered=True))
        assert service._interval() == service._pace(network) == 1800
        assert service._pace(own) == 4 * own.every
        service._run(network)
        assert service._spool.health().samples == 0
        assert service._metered()
        assert service.status().held_back == ["battery_saver", "metered"]
    finally:
        service.stop()


def test_a_metered_link_is_spared_from_the_first_exchange_on_and_it_is_told_what_is_not_measured(
    config: Config, collector_server: "FakeCollector", pulse: OpenQuestion
) -> None:
    collector_server.config = DeviceConfig("v2", 60, [], [pulse])
    service = Service(config, inventory.device_facts())
    metered = Limits(metered=True)
    service.watch = Watch(
        service._spool, service._clock, service._limited, service._slowed, read_limits=lambda: metered
    )
    service.start()
    try:
        eventually(lambda: service._uplink and service._uplink.last)
        assert collector_server.requests
        assert not collector_server.batches
        eventually(lambda: service._runner._told)
        told = {gap.metric: gap.reason for gap in service._runner._told or ()}
        assert told["tcp_connect_us"] == METERED.localised
    finally:
        service.stop()


def test_an_agent_that_takes_too_much_goes_slower_and_then_as_before(config: Config) -> None:
    service = Service(replace(config, interval_seconds=None), inventory.device_facts())
    try:
        service._slowed(Act.SLOW_DOWN)
        assert service._interval() == 2 * DEFAULT_INTERVAL_SECONDS
        service._slowed(Act.STAY_SLOW)
        assert service._interval() == 2 * DEFAULT_INTERVAL_SECONDS
        service._slowed(Act.SPEED_UP)
        assert service._interval() == DEFAULT_INTERVAL_SECONDS
    finally:
        service.stop()


def test_on_a_full_disk_it_starts_and_says_so_and_goes_on_when_there_is_room(
    disk: "Disk", config: Config, collector_server: "FakeCollector"
) -> None:
    Service(config, inventory.device_facts()).stop()
    disk.fill()
    service = Service(config, inventory.device_facts())
    service.start()
    try:
        path = socket_path(config.data_dir)
        told = _status(path)
        assert told.failing == "full"
        assert Finding(Level.FAIL, "spool.failing.full", {"path": "spool.db"}) in judge_status(told)
        assert _questions(path) == []
        disk.make_room()
        collector_server.wait_for(collector_server.samples)
        assert _status(path).failing == ""
    finally:
        service.stop()


def test_without_room_for_a_spool_it_starts_too_and_tells_whoever_asks_what_stands_in_the_way(
    disk: "Disk", config: Config, collector_server: "FakeCollector"
) -> None:
    disk.fill()
    service = Service(config, inventory.device_facts())
    service.start()
    try:
        path = socket_path(config.data_dir)
        assert _status(path).failing == "full"
        with pytest.raises(RefusedError, match="no_disk"):
            _questions(path)
        assert {"link.no_disk", "spool.failing.full"} <= set(TEXTS)
        disk.make_room()
        collector_server.wait_for(collector_server.samples)
    finally:
        service.stop()


def test_on_a_disk_that_can_only_be_read_it_starts_too_and_goes_on_when_it_can_be_written(
    disk: "Disk", config: Config, collector_server: "FakeCollector"
) -> None:
    Service(config, inventory.device_facts()).stop()
    disk.forbid_writing()
    service = Service(config, inventory.device_facts())
    service.start()
    try:
        assert service.status().failing == "read_only"
        disk.allow_writing()
        collector_server.wait_for(collector_server.samples)
        path = socket_path(config.data_dir)
        eventually(path.is_socket)
        assert _status(path).failing == ""
    finally:
        service.stop()


def test_one_service_follows_another_at_the_same_door(config: Config) -> None:
    path = socket_path(config.data_dir)
    with Door() as door:
        for _ in range(2):
            service = Service(config, inventory.device_facts(), door=door)
            service.start()
            assert isinstance(_status(path), Status)
            service.stop()
            assert path.is_socket()
    assert not path.exists()


def _status(path: Path) -> Status:
    told = client.ask(path, AskStatus())
    assert isinstance(told, Status)
    return told


def _questions(path: Path) -> list[OpenQuestion]:
    told = client.ask(path, AskQuestions())
    assert isinstance(told, Questions)
    return told.questions


def test_an_anonymous_question_gets_its_ticket_and_is_then_asked(
    config: Config, collector_server: "FakeCollector", pulse: OpenQuestion
) -> None:
    """Until the close nothing else of it leaves, whatever is answered."""
    closes_at = int(time.time() * 1000) + 20_000
    body = key_list(closes_at=closes_at)
    counter = Counter(body)
    collector_server.others = counter.at
    asked = msgspec.structs.replace(pulse, anonymous=told(body, closes_at), expires_at=closes_at)
    collector_server.config = DeviceConfig("v2", 60, [], [asked])
    service = Service(config, inventory.device_facts())
    service.start()
    try:
        path = socket_path(config.data_dir)
        collector_server.wait_for(collector_server.samples)
        (facts,) = {tuple(batch.agent.question_types) for batch in collector_server.batches.values()}
        assert ANONYMOUS_TYPE in facts
        assert eventually(lambda: _questions(path)) == [asked]
        given = GiveAnswer("pulse", FacesAnswer(5), Sharing.ANONYMOUS, "in my own words")
        assert client.ask(path, given) == Done()
        assert _questions(path) == []
        status = client.ask(path, AskStatus())
        assert isinstance(status, Status)
        assert (status.answers, status.differing_keys, counter.sent) == (0, [], [])
    finally:
        service.stop()
    assert not collector_server.answers()

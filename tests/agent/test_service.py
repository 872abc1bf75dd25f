"""The service as a whole, on real samplers and a collector on loopback."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent import inventory
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity, save
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.messages import AskQuestions, AskStatus, GiveAnswer, Questions, Status
from barometer_agent.service import Service
from barometer_agent.spool import SpoolBusyError
from barometer_shared.protocol import DeviceConfig, Target
from barometer_shared.questions import FacesAnswer, OpenQuestion, Sharing

if TYPE_CHECKING:
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


def test_the_status_tells_whether_what_is_measured_arrives(config: Config, collector_server: "FakeCollector") -> None:
    service = Service(config, inventory.device_facts())
    try:
        assert (service.status().uplink, service.status().server) == ("never", collector_server.url)
    finally:
        service.stop()


def test_it_stops_within_two_seconds_and_the_next_one_goes_on(config: Config) -> None:
    for _ in range(2):
        service = Service(config, inventory.device_facts())
        service.start()
        started = time.monotonic()
        service.stop()
        assert time.monotonic() - started < 2


def test_a_second_service_in_the_same_folder_is_refused(config: Config, service: Service) -> None:
    with pytest.raises(SpoolBusyError):
        Service(config, inventory.device_facts())


def test_a_socket_path_that_is_too_long_stops_it_before_anything_is_touched(tmp_path: Path) -> None:
    with pytest.raises(LinkError, match="set run_dir"):
        Service(Config(data_dir=tmp_path / ("x" * 120)), inventory.device_facts())
    assert list(tmp_path.iterdir()) == []


def test_targets_of_the_collector_and_of_this_laptop_are_both_measured(
    config: Config, collector_server: "FakeCollector", tmp_path: Path
) -> None:
    from dataclasses import replace

    own = Target("printer", "http://printer.test")
    service = Service(replace(config, targets=(own,)), inventory.device_facts())
    try:
        assert [target.name for target in service._targets()] == ["collector", "printer"]
        collector_server.config = DeviceConfig("v3", 60, [Target("intranet", "http://intranet.test")])
        service._collector.exchange()
        assert [target.name for target in service._targets()] == ["intranet", "printer"]
    finally:
        service.stop()


def _questions(path: Path) -> list[OpenQuestion]:
    told = client.ask(path, AskQuestions())
    assert isinstance(told, Questions)
    return told.questions

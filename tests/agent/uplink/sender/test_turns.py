"""What is asked and sent, in which order and at whose pace."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Done, Sender
from barometer_shared.protocol import DEVICE_CONFIG_PATH, DeviceConfig
from barometer_shared.questions import OpenQuestion
from barometer_shared.samples import Sample

if TYPE_CHECKING:
    FakeClock = FakeCollector = Any

Add = Callable[..., None]


def paths(collector: "FakeCollector") -> list[str]:
    return [path for _, path, _ in collector.requests]


def test_a_new_configuration_is_fetched_when_the_collector_mentions_it(
    sender: Sender, add: Add, fake_collector: "FakeCollector", pulse: OpenQuestion
) -> None:
    sender.exchange()
    fake_collector.config = DeviceConfig("v2", 30, [], [pulse])
    sender.exchange()
    assert sender.config is not None
    assert sender.config.version == "v1"
    add(1)
    sender.exchange()
    assert sender.config.version == "v2"
    assert sender.config.questions == [pulse]


def test_an_unchanged_configuration_is_not_sent_again(sender: Sender, fake_collector: "FakeCollector") -> None:
    sender.exchange()
    sender.refresh()
    sender.exchange()
    assert paths(fake_collector) == [DEVICE_CONFIG_PATH, DEVICE_CONFIG_PATH]
    assert fake_collector.requests[1][2]["if-none-match"] == '"v1"'
    assert sender.config is not None


def test_a_backlog_pauses_as_the_collector_asks_and_an_answer_does_not_wait_behind_it(
    sender: Sender,
    add: Add,
    spool: Spool,
    clock: "FakeClock",
    fake_collector: "FakeCollector",
    give_answer: Callable[[], None],
) -> None:
    for boot in ("boot-0", "boot-1", "boot-2"):
        spool.add("pressure", [Sample("pressure_permille", 1, 5)], None, replace(clock.now(), boot_id=boot))
    clock.advance(1000)
    fake_collector.pause_ms = 4000
    assert sender.exchange() == Done(1, 4.0)
    give_answer()
    assert sender.exchange() == Done(1, 4.0)
    assert len(fake_collector.answers()) == 1
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 3


def test_a_pause_is_for_a_backlog_and_not_for_what_is_measured_meanwhile(
    sender: Sender, add: Add, fake_collector: "FakeCollector"
) -> None:
    add(1)
    fake_collector.pause_ms = 4000
    fake_collector.meanwhile = lambda: add(2)
    assert sender.exchange() == Done(1)
    assert len(fake_collector.samples()) == 1


def test_with_only_answers_nothing_else_is_sent_or_asked(
    sender: Sender, add: Add, fake_collector: "FakeCollector", give_answer: Callable[[], None]
) -> None:
    sender.exchange()
    sender.refresh()
    add(1)
    assert sender.exchange(only_answers=True) == Done(0)
    assert paths(fake_collector) == [DEVICE_CONFIG_PATH]
    give_answer()
    assert sender.exchange(only_answers=True) == Done(1)
    assert (len(fake_collector.answers()), fake_collector.samples()) == (1, [])
    assert sender.exchange() == Done(1)

"""The reading of properties, from a library that is played and from a real bus with a real service on it."""

from dataclasses import replace

import pytest

from barometer_agent.sources.linux import system_bus
from barometer_agent.sources.linux.system_bus import Property
from tests.agent.sources.linux.fake_libsystemd import Libsystemd, Value
from tests.agent.sources.linux.real_bus import RealBus

TEXT = Property("org.x", "/org/x", "org.x", "Text", "s")
TRUTH = Property("org.x", "/org/x", "org.x", "Truth", "b")
NUMBER = Property("org.x", "/org/x", "org.x", "Number", "u")
LONG = Property("org.x", "/org/x", "org.x", "Long", "t")
TOLD: dict[str, Value] = {"Text": ("s", "zoë"), "Truth": ("b", 1), "Number": ("u", 2**32 - 1), "Long": ("t", 2**64 - 1)}
MISSING = Property("org.x", "/org/x", "org.x", "Missing", "u")
SLEEPING = Property("org.sleeping", "/org/sleeping", "org.sleeping", "Text", "s")


def test_properties_of_each_kind_are_read_over_one_connection() -> None:
    library = Libsystemd(told={"/org/x": TOLD})
    found = system_bus.read((TEXT, TRUTH, NUMBER, LONG), library)
    assert found == {TEXT: "zoë", TRUTH: 1, NUMBER: 2**32 - 1, LONG: 2**64 - 1}
    assert library.connections == 1


def test_what_is_not_told_is_left_out_and_all_is_given_back() -> None:
    library = Libsystemd(told={"/org/x": TOLD})
    other_kind = replace(NUMBER, kind="s")
    assert system_bus.read((MISSING, other_kind, NUMBER), library) == {NUMBER: 2**32 - 1}
    assert library.open == 0


def test_a_service_that_does_not_run_is_not_started() -> None:
    library = Libsystemd(told={})
    assert system_bus.read((TEXT,), library) == {}
    assert library.asked == ["/org/x"]
    assert library.started == []


@pytest.mark.parametrize("library", [Libsystemd(), object()])
def test_without_a_bus_or_such_a_library_nothing_is_told(library: object) -> None:
    assert system_bus.read((TEXT,), library) == {}


def test_a_real_service_on_a_real_bus_tells_each_kind(real_bus: RealBus) -> None:
    real_bus.serve("org.x", {"/org/x": TOLD})
    found = system_bus.read((TEXT, TRUTH, MISSING, NUMBER, LONG, replace(NUMBER, kind="s")))
    assert found == {TEXT: "zoë", TRUTH: 1, NUMBER: 2**32 - 1, LONG: 2**64 - 1}


def test_a_real_bus_starts_no_service_for_a_question(real_bus: RealBus) -> None:
    started = real_bus.startable("org.sleeping")
    assert system_bus.read((SLEEPING,)) == {}
    assert not started.exists()
    real_bus.speak_to("org.sleeping")
    assert started.exists()

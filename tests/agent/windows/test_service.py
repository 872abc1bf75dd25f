"""What the service manager says and is told. That a real one gets along with it is tried under Wine (tests/windows)."""

import ctypes

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.windows.service import Host, Status, status

START_PENDING, STOP_PENDING, RUNNING, STOPPED = 2, 3, 4, 1


class Told:
    """A service that remembers what it was asked."""

    def __init__(self) -> None:
        self.ended = 0
        self.reloaded = 0
        self.host = Host(lambda begun: 0, self.end, self.reload)

    def end(self) -> None:
        self.ended += 1

    def reload(self) -> None:
        self.reloaded += 1


@pytest.mark.parametrize("control", [1, 5, 15], ids=["stop", "shutdown", "preshutdown"])
def test_it_ends_when_it_is_stopped_or_windows_goes_down(control: int) -> None:
    service = Told()
    assert service.host.told(control, 0, None, None) == 0
    assert service.ended == 1


def test_new_parameters_let_it_read_its_settings_again() -> None:
    service = Told()
    assert service.host.told(6, 0, None, None) == 0
    assert (service.ended, service.reloaded) == (0, 1)


@pytest.mark.parametrize("control", [4, 13], ids=["interrogate", "power"])
def test_it_goes_on_when_it_is_only_asked_or_the_laptop_sleeps(control: int) -> None:
    service = Told()
    assert service.host.told(control, 4, None, None) == 0
    assert (service.ended, service.reloaded) == (0, 0)


def test_what_it_does_not_know_it_says_so() -> None:
    assert Told().host.told(200, 0, None, None) == 120


def test_it_accepts_orders_only_while_it_runs() -> None:
    assert [bool(status(state).accepted) for state in (START_PENDING, RUNNING, STOP_PENDING, STOPPED)] == [
        False,
        True,
        False,
        False,
    ]


def test_the_manager_is_told_how_long_it_takes_only_while_it_waits() -> None:
    assert [bool(status(state).wait_hint) for state in (START_PENDING, RUNNING, STOP_PENDING, STOPPED)] == [
        True,
        False,
        True,
        False,
    ]


def test_a_failure_is_told_so_that_the_manager_starts_it_again() -> None:
    failed = status(STOPPED, 75)
    assert (failed.exit_code, failed.specific_exit_code) == (1066, 75)
    assert status(STOPPED).exit_code == 0


@pytest.mark.parametrize(("code", "left"), [(75, [75]), (0, []), (1, [])])
def test_it_leaves_without_a_word_only_to_be_started_anew(code: int, left: list[int]) -> None:
    with_codes: list[int] = []
    host = Host(lambda begun: code, lambda: None, lambda: None, anew=75, leave=with_codes.append)
    host.ended(code)
    assert host.exit_code == code
    assert with_codes == left


def test_the_structure_is_as_wide_as_windows_expects_it() -> None:
    assert ctypes.sizeof(Status) == 28


def test_elsewhere_there_is_no_manager() -> None:
    with pytest.raises(NoData, match="advapi32"):
        Told().host.run()

from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import programs


def test_a_program_is_asked_with_its_arguments(mac: Callable[..., Path]) -> None:
    folder = mac(pmset="in use")
    assert programs.answer("pmset", "-g", "log") == "in use"
    assert (folder / "asked").read_text() == "pmset -g log\n"


def test_a_missing_program_is_named(mac: Callable[..., Path]) -> None:
    mac()
    with pytest.raises(NoData, match="wdutil is not installed") as nothing:
        programs.answer("wdutil", "info")
    assert nothing.value.reason.nl == "wdutil is niet geïnstalleerd"


def test_a_program_that_fails_is_known_by_its_status_and_what_it_says_stays_here(mac: Callable[..., Path]) -> None:
    mac(wdutil=("cannot open /Users/jan.devries/x\nmore\n", 77))
    with pytest.raises(NoData, match=r"^wdutil failed with status 77: [^/]*$"):
        programs.answer("wdutil", "info")

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


def test_a_program_that_fails_says_why_in_its_first_line(mac: Callable[..., Path]) -> None:
    mac(wdutil=("usage: sudo wdutil\nmore\n", 77))
    with pytest.raises(NoData, match=r"^wdutil failed: usage: sudo wdutil$"):
        programs.answer("wdutil", "info")


def test_a_program_that_fails_in_silence_is_known_by_its_status(mac: Callable[..., Path]) -> None:
    mac(wdutil=("", 3))
    with pytest.raises(NoData, match=r"^wdutil failed: 3$"):
        programs.answer("wdutil", "info")


def test_what_a_program_says_is_cut_to_a_reason() -> None:
    assert programs.first_words("\n  \x1b[1mbad\x1b[0m  \nmore") == "[1mbad[0m"
    assert len(programs.first_words("x" * 9000)) == 160
    assert programs.first_words("") == ""

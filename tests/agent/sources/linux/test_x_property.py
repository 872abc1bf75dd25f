"""What a real X server keeps by name."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.linux import x11, x_property
from barometer_agent.sources.linux.x_property import Ask
from tests.agent.sources.linux import real_properties, real_screen
from tests.agent.sources.linux.real_properties import Keeper

pytestmark = pytest.mark.desktop
Server = tuple[Ask, Keeper]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with (
        real_screen.running() as display,
        real_properties.keeper(display) as keeper,
        x11.connected(display) as made,
    ):
        assert made is not None
        yield made.ask, keeper


def test_numbers_and_texts_come_back_as_they_were_kept(server: Server) -> None:
    ask, keeper = server
    window = keeper.window()
    keeper.numbers(window, "_NUMBERS", 1, 2**32 - 1, 3)
    keeper.text(window, "_TEXT", b"twelve bytes!")
    assert x_property.numbers(ask, window, "_NUMBERS") == (1, 2**32 - 1, 3)
    assert x_property.octets(ask, window, "_TEXT") == b"twelve bytes!"


def test_what_is_of_another_kind_or_not_there_is_nothing(server: Server) -> None:
    ask, keeper = server
    window = keeper.window()
    keeper.numbers(window, "_NUMBERS", 1)
    assert x_property.octets(ask, window, "_NUMBERS") == b""
    assert x_property.numbers(ask, keeper.root, "_NUMBERS") == ()
    assert x_property.numbers(ask, 0x7FFFFFF, "_NUMBERS") == ()


def test_a_name_that_nobody_uses_is_not_made(server: Server) -> None:
    ask, _ = server
    assert x_property.atom(ask, "_NOBODY_USES_THIS") == x_property.atom(ask, "_NOBODY_USES_THIS") == 0
    assert x_property.numbers(ask, 1, "_NOBODY_USES_THIS") == ()
    assert x_property.owner(ask, "_NOBODY_USES_THIS") == 0


def test_who_owns_a_selection_is_told(server: Server) -> None:
    ask, keeper = server
    keeper.settings({})
    assert x_property.owner(ask, "_XSETTINGS_S0") != 0


def test_an_extension_has_its_opcode_or_is_not_there(server: Server) -> None:
    ask, _ = server
    found = x_property.extension(ask, "RANDR")
    assert found is not None
    assert found >= 128
    assert x_property.extension(ask, "NO-SUCH-EXTENSION") is None


@given(st.binary(min_size=32, max_size=80))
def test_no_answer_whatever_is_a_fault(answer: bytes) -> None:
    assert len(x_property.numbers(lambda _request: answer, 1, "_N")) <= 12
    assert len(x_property.octets(lambda _request: answer, 1, "_N")) <= 48

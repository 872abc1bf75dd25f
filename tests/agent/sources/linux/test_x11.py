"""Asking an X server, a real one."""

import struct
from collections.abc import Iterator

import pytest

from barometer_agent.sources.linux import x11
from tests.agent.sources.linux import real_screen

pytestmark = pytest.mark.desktop
LIST_EXTENSIONS, GET_PROPERTY, ANYWHERE = 99, 20, 0x7FFFFFF


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    with real_screen.running() as display:
        yield display


def test_a_real_server_answers_in_full(screen: str) -> None:
    with x11.connected(screen) as server:
        assert server is not None
        reply = server.ask(struct.pack("=BxH", LIST_EXTENSIONS, 0))
        assert reply is not None
        assert b"MIT-SCREEN-SAVER" in reply
        assert len(server.setup()) > 40


def test_a_request_that_is_refused_ends_nothing(screen: str) -> None:
    refused = struct.pack("=BBHIIIII", GET_PROPERTY, 0, 0, ANYWHERE, 1, 0, 0, 1)
    with x11.connected(screen) as server:
        assert server is not None
        assert server.ask(refused) is None
        assert server.ask(struct.pack("=BxH", LIST_EXTENSIONS, 0)) is not None


def test_without_a_server_there_is_none_to_ask() -> None:
    with x11.connected(":65535") as server:
        assert server is None

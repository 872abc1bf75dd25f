"""Who is at the other end."""

import os
import socket

import pytest

from barometer_agent.link.peers import account_name, peer, seat

pytestmark = pytest.mark.skipif(os.name != "posix", reason="AF_UNIX with credentials is POSIX's")


def test_the_system_tells_who_it_is() -> None:
    left, right = socket.socketpair(socket.AF_UNIX)
    with left, right:
        found = peer(left)
        taken = seat(left)
    assert found.account == account_name(os.geteuid()) == taken
    assert found.trusted


def test_an_account_without_a_name_is_its_number() -> None:
    assert account_name(4_000_000_000) == "uid-4000000000"
    assert account_name(0) == "root"

"""Who is at the other end."""

import os
import socket
from types import SimpleNamespace

import pytest

from barometer_agent.link import peers
from barometer_agent.link.peers import Peer, account_name, is_person, peer, seat

if os.name == "posix":
    import pwd

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


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that knows ada, an account of a company's directory, a service of systemd's and nobody."""
    names = {0: "root", 104: "daemon", 1000: "ada", 1_203_400_500: "bert", 61200: "dynamic", 65534: "nobody"}

    def named(uid: int) -> SimpleNamespace:
        return SimpleNamespace(pw_name=names[uid])

    monkeypatch.setattr(pwd, "getpwuid", named)


@pytest.mark.usefixtures("directory")
def test_people_have_accounts_and_neither_services_nor_bare_numbers_are_people() -> None:
    asked = (0, 104, 999, 1000, 1001, 61200, 65534, 200_001, 1_203_400_500)
    assert [uid for uid in asked if is_person(uid)] == [1000, 1_203_400_500]


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize(
    ("uid", "found"),
    [
        (1000, Peer("ada", trusted=False)),
        (200_001, Peer("no-account", trusted=False, person=False)),
        (200_002, Peer("no-account", trusted=False, person=False)),
        (0, Peer("root", trusted=True, person=False)),
        (4_000_000, Peer("uid-4000000", trusted=True)),
    ],
)
def test_whoever_asks_is_judged_by_number(monkeypatch: pytest.MonkeyPatch, uid: int, found: Peer) -> None:
    monkeypatch.setattr(peers, "_uid", lambda _connection: uid)
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000)  # the service in a container, whose account has no name
    left, right = socket.socketpair(socket.AF_UNIX)
    with left, right:
        assert peer(left) == found
        assert seat(left) == found.account

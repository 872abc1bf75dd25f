import socket
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources import addresses
from barometer_agent.sources.addresses import Address, Place, one_of_each_family

V4, V6 = int(socket.AF_INET), int(socket.AF_INET6)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://intranet.example.org", Place(True, "intranet.example.org", 443, "/")),
        ("http://intranet.example.org:8080/a b?q=é", Place(False, "intranet.example.org", 8080, "/a%20b?q=%C3%A9")),
        ("https://user:secret@example.org/x%20y", Place(True, "example.org", 443, "/x%20y")),
        ("http://[::1]:8600/healthz", Place(False, "::1", 8600, "/healthz")),
    ],
)
def test_a_url_is_taken_apart(url: str, place: Place) -> None:
    assert addresses.place(url) == place


@pytest.mark.parametrize("url", ["https://", "http://:80/", "http://example.org:99999/", "http://[::1/"])
def test_a_url_that_leads_nowhere_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        addresses.place(url)


@given(st.text(max_size=60))
def test_what_is_sent_is_one_line_of_ascii(path: str) -> None:
    sent = addresses.place(f"http://example.org/{path}").path
    assert sent.isascii()
    assert not set(sent) & set(" \r\n")


@pytest.mark.parametrize(
    ("host", "loopback", "literal"),
    [
        ("127.0.0.1", True, True),
        ("127.8.8.8", True, True),
        ("[::1]", True, True),
        ("localhost", True, False),
        ("192.0.2.7", False, True),
        ("localhost.example.org", False, False),
    ],
)
def test_this_machine_and_bare_addresses_are_recognised(host: str, loopback: bool, literal: bool) -> None:
    place = addresses.place(f"http://{host}/")
    assert (place.is_loopback, place.is_literal) == (loopback, literal)


def test_an_address_is_found_without_asking_anybody() -> None:
    assert addresses.look_up("127.0.0.1", 8600, 5) == [Address("ipv4", V4, ("127.0.0.1", 8600))]


def test_a_name_that_does_not_exist_is_a_failed_look_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(socket.gaierror, match="not known"):
        addresses.look_up("nowhere.example.org", 443, 5)


def test_a_resolver_that_hangs_is_a_failed_look_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait() and [])
    with pytest.raises(socket.gaierror, match=r"not found within 0\.05 s"):
        addresses.look_up("slow.example.org", 443, 0.05)
    released.set()


def test_one_address_of_each_family_is_tried_in_the_systems_order() -> None:
    answers: list[tuple[int, addresses.Endpoint]] = [(V6, ("2001:db8::1", 1, 0, 0)), (V6, ("2001:db8::2", 1, 0, 0))]
    answers += [(V4, ("192.0.2.1", 1)), (V4, ("192.0.2.2", 1)), (int(socket.AF_UNIX), ("/x",))]
    assert one_of_each_family(answers) == [
        Address("ipv6", V6, ("2001:db8::1", 1, 0, 0)),
        Address("ipv4", V4, ("192.0.2.1", 1)),
    ]

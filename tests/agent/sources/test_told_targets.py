import socket

import pytest

from barometer_agent.sources.addresses import Address
from barometer_agent.sources.told_targets import ToldTarget, allowed, is_allowed
from barometer_shared.protocol import Target

V4, V6 = int(socket.AF_INET), int(socket.AF_INET6)
HERE = [
    "127.0.0.1",
    "127.8.8.8",
    "::1",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
]
NEVER = [
    "169.254.169.254",
    "fe80::1",
    "fe80::1%eth0",
    "0.0.0.0",
    "::",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "255.255.255.255",
    "224.0.0.1",
    "ff02::1",
]
OUTSIDE = ["192.0.2.7", "10.1.2.3", "172.16.0.1", "192.168.1.1", "fd00::1", "2001:db8::1", "64:ff9b::c000:207"]


def address(host: str) -> Address:
    return Address("ipv6", V6, (host, 443, 0, 0)) if ":" in host else Address("ipv4", V4, (host, 443))


def url(host: str) -> str:
    return f"http://[{host}]/" if ":" in host else f"http://{host}/"


@pytest.mark.parametrize("host", HERE + NEVER)
def test_no_address_of_the_laptop_or_its_own_link_is_visited_for_the_collector(host: str) -> None:
    told = ToldTarget("x", "https://x.example.org/")
    assert allowed(told, [address(host), address("192.0.2.7")]) == [address("192.0.2.7")]
    assert not is_allowed(ToldTarget("x", url(host)))


@pytest.mark.parametrize("host", OUTSIDE)
def test_any_other_address_is_private_ones_of_an_office_too(host: str) -> None:
    assert allowed(ToldTarget("x", "https://x.example.org/"), [address(host)]) == [address(host)]
    assert is_allowed(ToldTarget("x", url(host)))


@pytest.mark.parametrize("host", HERE)
def test_where_the_collector_is_on_this_laptop_its_targets_may_be_too(host: str) -> None:
    told = ToldTarget("x", url(host), loopback=True)
    assert is_allowed(told)
    assert allowed(told, [address(host)]) == [address(host)]


@pytest.mark.parametrize("host", NEVER)
def test_not_even_then_is_the_link_of_the_laptop_asked(host: str) -> None:
    assert not is_allowed(ToldTarget("x", url(host), loopback=True))
    assert allowed(ToldTarget("x", "https://x.example.org/", loopback=True), [address(host)]) == []


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/?q=1",
        "https://example.org/path?",
        "https://example.org/#part",
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://[::1",
    ],
)
def test_a_question_is_not_put_to_a_target(written: str) -> None:
    assert not is_allowed(ToldTarget("x", written))


def test_the_settings_of_the_laptop_may_name_what_they_like() -> None:
    own = Target("router", "http://127.0.0.1:8080/status?format=json")
    assert is_allowed(own)
    assert allowed(own, [address("127.0.0.1")]) == [address("127.0.0.1")]

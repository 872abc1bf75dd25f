from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from barometer_agent.sources import link

NOWHERE = Path("/nowhere")
LO = ["127.0.0.1", "::1", "00:00:00:00:00:00"]


def connect(monkeypatch: pytest.MonkeyPatch, **interfaces: tuple[bool, list[str]]) -> None:
    stats = {name: SimpleNamespace(isup=up) for name, (up, _) in interfaces.items()}
    found = {name: [SimpleNamespace(address=one) for one in given] for name, (_, given) in interfaces.items()}
    monkeypatch.setattr(psutil, "net_if_stats", lambda: stats)
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: found)


def test_this_machine_answers() -> None:
    assert link.is_up() in (True, False)


@pytest.mark.parametrize(("carrier", "up"), [("1\n", True), ("0\n", False)])
def test_on_linux_the_carrier_tells(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, carrier: str, up: bool) -> None:
    connect(monkeypatch, wlan0=(not up, ["192.0.2.7"]))
    (tmp_path / "wlan0").mkdir()
    (tmp_path / "wlan0/carrier").write_text(carrier)
    assert link.is_up(tmp_path) is up


def test_an_interface_with_an_address_is_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch, lo=(True, LO), wlan0=(True, ["aa:bb:cc:dd:ee:ff", "192.0.2.7"]))
    assert link.is_up(NOWHERE)


@pytest.mark.parametrize(
    "interfaces",
    [
        {"lo": (True, LO)},
        {"wlan0": (False, ["192.0.2.7"])},
        {"eth0": (True, ["169.254.10.1", "fe80::1%eth0", "aa:bb:cc:dd:ee:ff"])},
        {"docker0": (True, ["172.17.0.1"]), "br-1f2e3d": (True, ["172.18.0.1"])},
        {},
    ],
)
def test_loopback_a_dead_cable_and_bridges_inside_are_none(
    interfaces: dict[str, tuple[bool, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(monkeypatch, **interfaces)
    assert not link.is_up(NOWHERE)


def test_ipv6_alone_is_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    connect(monkeypatch, eth0=(True, ["2001:db8::7"]))
    assert link.is_up(NOWHERE)

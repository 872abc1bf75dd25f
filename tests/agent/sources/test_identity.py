import socket
import sys

import pytest

from barometer_agent.sources import identity
from barometer_agent.sources.identity import Identity, hardware_id

MACHINE = Identity("laptop", "Debian GNU/Linux 12 (bookworm)", ("f1d2", "03000200"))


def test_a_machine_has_a_hash_and_not_its_identifiers() -> None:
    assert len(hardware_id(MACHINE)) == 64
    assert set(hardware_id(MACHINE)) <= set("0123456789abcdef")
    assert "f1d2" not in hardware_id(MACHINE)


def test_another_name_or_an_upgrade_is_the_same_machine() -> None:
    assert hardware_id(Identity("renamed", "Debian GNU/Linux 13 (trixie)", MACHINE.lasting)) == hardware_id(MACHINE)


def test_two_copies_of_one_image_are_two_machines() -> None:
    assert hardware_id(Identity("laptop", MACHINE.os, ("f1d2", "03000201"))) != hardware_id(MACHINE)


def test_a_host_name_that_is_no_text_can_still_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "werkplek-fa\udce7ade.example")
    assert identity._name() == "werkplek-fa?ade"
    monkeypatch.setattr(socket, "gethostname", lambda: "zoë-laptop")
    assert identity._name() == "zoë-laptop"


@pytest.mark.skipif(sys.platform != "linux", reason="asks this machine")
def test_this_machine_knows_itself() -> None:
    machine = identity.read()
    assert machine == identity.read()
    assert machine.name
    assert "." not in machine.name
    assert machine.lasting

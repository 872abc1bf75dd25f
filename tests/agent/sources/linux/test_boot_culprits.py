import pytest

from barometer_agent.sources.boots import Culprit
from barometer_agent.sources.linux import boot_culprits

# systemctl show of units on a laptop, as systemd 252 prints it; microseconds on the clock of the boot
SHOWN = r"""
Id=graphical.target
After=multi-user.target display-manager.service rescue.service
InactiveExitTimestampMonotonic=40000000
ActiveEnterTimestampMonotonic=40000000

Id=multi-user.target
After=NetworkManager-wait-online.service fast.service
InactiveExitTimestampMonotonic=39900000
ActiveEnterTimestampMonotonic=39900000

Id=NetworkManager-wait-online.service
After=NetworkManager.service
InactiveExitTimestampMonotonic=12000000
ActiveEnterTimestampMonotonic=39800000

Id=NetworkManager.service
After=basic.target openvpn-client@work.service
InactiveExitTimestampMonotonic=11700000
ActiveEnterTimestampMonotonic=12000000

Id=openvpn-client@work.service
After="dev-disk-by\\x2duuid-2f1c.device"
InactiveExitTimestampMonotonic=9000000
ActiveEnterTimestampMonotonic=11600000

Id=dev-disk-by\x2duuid-2f1c.device
After=
InactiveExitTimestampMonotonic=7000000
ActiveEnterTimestampMonotonic=8900000

Id=updates.service
After=basic.target
InactiveExitTimestampMonotonic=12000000
ActiveEnterTimestampMonotonic=39000000

Id=restarted.service
After=
InactiveExitTimestampMonotonic=90000000
ActiveEnterTimestampMonotonic=99000000
"""
FINISHED = 40_100_000


def test_what_the_boot_waited_for_is_named_slowest_first() -> None:
    assert boot_culprits.culprits(SHOWN, FINISHED) == (
        Culprit("NetworkManager-wait-online.service", "service", 27_800_000),
        Culprit("openvpn-client@.service", "service", 2_600_000),
        Culprit("device", "device", 1_900_000),
    )


def test_a_slow_unit_that_nothing_waited_for_is_no_culprit() -> None:
    assert "updates.service" not in {one.name for one in boot_culprits.culprits(SHOWN, FINISHED)}


def test_a_unit_that_started_after_the_boot_is_no_part_of_it() -> None:
    shown = SHOWN.replace("display-manager.service", "restarted.service")
    assert "restarted.service" not in {one.name for one in boot_culprits.culprits(shown, FINISHED)}


def test_at_most_five_are_named() -> None:
    blocks = [
        f"Id=u{n}.service\nAfter=u{n + 1}.service\nInactiveExitTimestampMonotonic={100_000_000 - n * 2_000_000}\n"
        f"ActiveEnterTimestampMonotonic={102_000_000 - n * 2_000_000}"
        for n in range(9)
    ]
    assert len(boot_culprits.culprits("\n\n".join(blocks), 200_000_000)) == boot_culprits.MOST


def test_units_that_wait_for_each_other_are_walked_once() -> None:
    shown = (
        "Id=a.service\nAfter=b.service\nInactiveExitTimestampMonotonic=1\nActiveEnterTimestampMonotonic=5000000\n\n"
        "Id=b.service\nAfter=a.service\nInactiveExitTimestampMonotonic=1\nActiveEnterTimestampMonotonic=5000000\n"
    )
    assert [one.name for one in boot_culprits.culprits(shown, 6_000_000)] == ["a.service", "b.service"]


def test_nothing_shown_is_nobody_to_blame() -> None:
    assert boot_culprits.culprits("", FINISHED) == ()


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("cups.service", "cups.service"),
        ("wg-quick@secret-office.service", "wg-quick@.service"),
        ("home-eva.mount", "mount"),
        ("boot-efi.mount", "boot-efi.mount"),
        (r"dev-disk-by\x2dlabel-EVA.swap", "swap"),
        ("session-2.scope", "scope"),
    ],
)
def test_a_unit_is_told_without_what_names_a_person_a_network_or_a_disk(unit: str, told: str) -> None:
    assert boot_culprits.public_name(unit) == told

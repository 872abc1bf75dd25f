"""What simulated laptops cannot measure."""

from barometer_collector.simulation.gaps import GAPS, tells


def test_every_gap_is_said_in_both_languages() -> None:
    assert all(set(gap.reason) == {"en", "nl"} for gaps in GAPS.values() for gap in gaps)


def test_what_is_a_gap_is_not_told() -> None:
    assert not tells("macos", "vpn_connect_ms")
    assert tells("windows", "vpn_connect_ms")

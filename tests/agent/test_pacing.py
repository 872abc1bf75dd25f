"""How often to measure and to send."""

from barometer_agent.pacing import METERED, Pacing
from barometer_agent.sources.limits import Limits

SAVER = Pacing(Limits(battery_saver=True))


def test_a_sampler_has_its_own_pace_when_nothing_limits() -> None:
    assert Pacing().sampling_seconds(300) == 300
    assert Pacing().sending_seconds(300) == 300
    assert Pacing().spares(uses_network=True) is None


def test_an_override_only_quickens() -> None:
    assert Pacing(override=10).sampling_seconds(3600) == 10
    assert Pacing(override=10).sampling_seconds(5) == 5


def test_battery_saver_samples_four_times_less_and_keeps_the_radio_quiet_for_half_an_hour() -> None:
    assert SAVER.sampling_seconds(60) == 240
    assert SAVER.sampling_seconds(60, uses_network=True) == 1800
    assert SAVER.sending_seconds(300) == 1800
    assert SAVER.sending_seconds(3600) == 3600


def test_an_override_yields_to_battery_saver() -> None:
    assert Pacing(Limits(battery_saver=True), override=5).sampling_seconds(60, uses_network=True) == 1800


def test_a_metered_link_is_not_probed_and_the_reason_is_told() -> None:
    assert Pacing(Limits(metered=True)).spares(uses_network=True) == METERED
    assert Pacing(Limits(metered=True)).spares(uses_network=False) is None
    assert SAVER.spares(uses_network=True) is None
    assert Pacing(Limits(metered=True)).sampling_seconds(60) == 60


def test_an_agent_that_took_too_much_goes_half_as_fast() -> None:
    slowed = Pacing().slowed_down(True)
    assert (slowed.sampling_seconds(60), slowed.sending_seconds(300)) == (120, 600)
    assert slowed.slowed_down(False) == Pacing()


def test_limits_add_up() -> None:
    assert SAVER.slowed_down(True).sampling_seconds(60) == 480
    assert SAVER.limited(Limits()) == Pacing()


def test_what_is_held_back_has_a_name() -> None:
    assert Pacing().held_back == []
    assert SAVER.held_back == ["battery_saver"]
    assert Pacing(Limits(battery_saver=True, metered=True), slowed=True).held_back == [
        "battery_saver",
        "metered",
        "slowed",
    ]

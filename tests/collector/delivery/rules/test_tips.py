"""What somebody can do about it."""

import pytest

from barometer_collector.delivery.rules.findings import NAMES
from barometer_collector.delivery.rules.tips import TIPS, Fact, Tip, tip_of


@pytest.mark.parametrize("tip", TIPS, ids=lambda tip: tip.fact)
def test_a_tip_is_given_from_its_bound_on_and_not_before(tip: Tip) -> None:
    step = -1 if tip.is_low else 1
    assert tip.component in NAMES
    assert tip.source
    for value, given in ((tip.bound - step, False), (tip.bound, True), (tip.bound + step, True)):
        told = tip_of(tip.component, {tip.fact: Fact(value, "editor")})
        assert bool(told) is given
        assert not given or (set(told) == {"en", "nl"} and not any("{" in text for text in told.values()))


def test_without_data_there_is_no_tip() -> None:
    assert all(tip_of(component, {}) == {} for component in NAMES)


def test_a_component_gets_one_tip_the_one_that_is_named_first() -> None:
    facts = {"culprit_ms": Fact(22_000, "spooler"), "boot_ms": Fact(90_000), "os_crashes": Fact(2)}
    told = tip_of("boot", facts)
    assert "spooler" in told["en"]
    assert "22 s" in told["nl"]
    assert "updates" in tip_of("reliability", facts)["en"]


def test_days_without_a_restart_are_told() -> None:
    assert tip_of("responsiveness", {"days_without_restart": Fact(34)}) == {
        "en": "This laptop was not restarted for 34 days: restart it.",
        "nl": "Deze laptop is al 34 dagen niet opnieuw gestart: herstart hem.",
    }

"""Numbers and days as people write them."""

from datetime import UTC, date, datetime

from barometer_agent.language import speaker
from barometer_agent.pages.wording import Wording

EN, NL = Wording(speaker("en")), Wording(speaker("nl"))


def test_numbers_are_written_as_in_the_language() -> None:
    assert (EN.count(224739), NL.count(224739), EN.count(12)) == ("224,739", "224.739", "12")
    assert (EN.decimal(61.54), NL.decimal(61.54)) == ("61.5", "61,5")


def test_of_one_thing_the_text_is_another() -> None:
    assert EN.counted("page.day.messages", 1) == "1 message"
    assert NL.counted("page.day.messages", 1440) == "1.440 berichten"


def test_days_and_moments_have_names() -> None:
    assert (EN.long_day(date(2026, 9, 21)), NL.long_day(date(2026, 9, 21))) == (
        "Monday 21 September",
        "maandag 21 september",
    )
    assert NL.moment(datetime(2026, 9, 21, 14, 13, tzinfo=UTC)) == "21-09-2026 14:13"

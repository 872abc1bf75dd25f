from datetime import UTC

from barometer_collector.rollup.views import DayFigure
from barometer_collector.web.formats import Formats
from barometer_collector.web.language import load_languages
from barometer_collector.web.warnings import warnings_of

ENGLISH = load_languages()["en"]
FORMATS = Formats(ENGLISH.locale, UTC)
DAY = 20_773  # 16 November 2026


def _asked(drive: str, *means: float) -> list[DayFigure]:
    return [DayFigure(DAY + at, "drive_failing", drive, 1, 0, mean, "count") for at, mean in enumerate(means)]


def test_a_drive_that_warns_is_named_with_the_day_since_when() -> None:
    found = warnings_of(ENGLISH, FORMATS, [*_asked("disk1", 0, 0, 0), *_asked("disk0", 1, 0, 1, 0.5)])
    assert found == ["Drive disk0 warns that it is failing, since 18 Nov: save the data and replace it."]


def test_a_drive_that_no_longer_warns_and_other_figures_are_no_warning() -> None:
    other = DayFigure(DAY, "drive_wear_permille", "disk0", 1, 0, 900.0, "permille")
    assert warnings_of(ENGLISH, FORMATS, [*_asked("disk0", 1, 1, 0), other]) == []


def test_the_warning_is_told_in_dutch_too() -> None:
    dutch = load_languages()["nl"]
    [told] = warnings_of(dutch, Formats(dutch.locale, UTC), _asked("disk0", 1))
    assert told == "Schijf disk0 meldt sinds 16 nov dat hij het gaat begeven: stel de gegevens veilig en vervang hem."

"""What cannot wait on a laptop's page: said above its scores, because no score holds it."""

from collections.abc import Sequence
from itertools import takewhile

from barometer_collector.rollup.views import DayFigure
from barometer_collector.web import words
from barometer_collector.web.formats import Formats
from barometer_collector.web.language import Language, marked

_FAILING = "drive_failing"
_FAILS = marked("Drive %(drive)s warns that it is failing, since %(day)s: save the data and replace it.")


def warnings_of(language: Language, formats: Formats, figures: Sequence[DayFigure]) -> list[str]:
    """One sentence for each drive that warned on the last day on which it was asked, and since when it does."""
    told = []
    for drive in sorted({figure.subject for figure in figures if figure.metric == _FAILING}):
        asked = [figure for figure in figures if (figure.metric, figure.subject) == (_FAILING, drive)]
        newest_first = sorted(asked, key=lambda figure: -figure.day)
        warned = list(takewhile(lambda figure: bool(figure.mean), newest_first))
        if warned:
            about = {"drive": words.subject(language, _FAILING, drive), "day": formats.day(warned[-1].day)}
            told.append(language.text(_FAILS) % about)
    return told

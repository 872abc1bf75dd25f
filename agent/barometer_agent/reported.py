"""The collector's report of this laptop in words, the same in a terminal and on a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from barometer_agent.language import Say, choose
from barometer_agent.pages.wording import Wording
from barometer_shared.questions import Localised
from barometer_shared.report import DeviceReport, News, Part

_EPOCH = date(1970, 1, 1).toordinal()
_BANDS = ("good", "average", "poor")
GOOD, POOR = 75, 45  # from there on, and below: the bands of the experience model
_LIMIT = "cap"  # the row of the limit that the lowest part sets: it costs points, and its score is nothing's own
_NOTHING = 0.05  # points: less is shown as 0.0


@dataclass(frozen=True)
class Reported:
    """In ``language``; times are shown in ``zone``, the local one where it is None."""

    told: DeviceReport
    say: Say
    language: str
    zone: tzinfo | None = None

    def of(self, text: Localised) -> str:
        """One text of the collector."""
        return choose(text, self.language)

    def score(self) -> str:
        """The number, or that there is none."""
        return self.say("score.none") if self.told.score is None else self._wording.decimal(self.told.score)

    def band(self, score: float | None = None) -> str:
        """Good, average or poor, of a part's ``score`` or of the whole; empty where that is not known."""
        return self.say(f"band.{self.band_name(score)}") if self.band_name(score) else ""

    def band_name(self, score: float | None = None) -> str:
        """``good``, ``average`` or ``poor``; empty where that is not known. A part has the bands of the whole."""
        if score is not None:
            return "good" if score >= GOOD else "poor" if score < POOR else "average"
        return self.told.band if self.told.band in _BANDS else ""

    def days(self) -> str:
        """Over which days, and how much of what counts was measured."""
        first, last = (self._wording.day(_date(day)) for day in (self.told.first_day, self.told.last_day))
        return self.say("score.days", first=first, last=last, percent=round(100 * self.told.coverage))

    def costly(self) -> Sequence[Part]:
        """What costs points, the costliest first."""
        return [one for one in self._by_cost() if one.score is not None and one.cost >= _NOTHING]

    def costless(self) -> Sequence[Part]:
        """What has data and costs nothing."""
        return [one for one in self._by_cost() if one.score is not None and one.cost < _NOTHING]

    def without_data(self) -> Sequence[Part]:
        """What does not count, as nothing was measured."""
        return [one for one in self.told.parts if one.score is None]

    def tips(self) -> Sequence[Part]:
        """What the person can do something about."""
        return [one for one in self._by_cost() if self.of(one.tip)]

    def has_figure(self, part: Part) -> bool:
        """Whether the score of a part says how something is."""
        return part.score is not None and part.component != _LIMIT

    def points(self, part: Part) -> str:
        """What a part costs."""
        return self.say("score.points", points=self._wording.decimal(part.cost))

    def when(self, news: News) -> str:
        """The day of it."""
        at = datetime.fromtimestamp(news.at / 1000, self.zone)
        return f"{self._wording.day(at.date())} {at.year}"

    def in_terminal(self) -> Iterator[str]:
        """The score, line by line."""
        text = "score.line" if self.told.score is not None else "score.line.none"
        yield self.say(text, score=self.score(), band=self.band())
        if self.told.score is None and self.of(self.told.missing):
            yield self.of(self.told.missing)
        yield self.days()
        for heading, parts in (
            ("costly", self.costly()),
            ("costless", self.costless()),
            ("empty", self.without_data()),
        ):
            if parts:
                yield from ("", self.say(f"score.{heading}"))
                yield from (line for part in parts for line in self._lines(part))

    def news_in_terminal(self) -> Iterator[str]:
        """What IT did, line by line."""
        if not self.told.news:
            yield from (self.say("news.none"), self.say("news.when"))
        for news in self.told.news:
            yield f"{self.when(news)}  {self.of(news.title)}"
            if self.of(news.about):
                yield f"  {self.say('news.about', about=self.of(news.about))}"
            yield from (f"  {line}" for line in self.of(news.text).splitlines())
            yield ""

    def _lines(self, part: Part) -> Iterator[str]:
        told = self.of(part.name) or part.component
        if part.score is not None and self.has_figure(part):
            number = self._wording.decimal(part.score)
            told = self.say("score.part", part=told, score=number, band=self.band(part.score))
        yield f"  {told}; {self.points(part)}" if part in self.costly() else f"  {told}"
        if self.of(part.finding):
            yield f"      {self.of(part.finding)}"
        if self.of(part.tip):
            yield f"      {self.say('score.tip', tip=self.of(part.tip))}"

    def _by_cost(self) -> Sequence[Part]:
        return sorted(self.told.parts, key=lambda part: -part.cost)

    @property
    def _wording(self) -> Wording:
        return Wording(self.say)


def _date(day: int) -> date:
    """Of days since 1970; what no calendar has becomes the nearest that it has."""
    return date.fromordinal(min(max(_EPOCH + day, 1), date.max.toordinal()))

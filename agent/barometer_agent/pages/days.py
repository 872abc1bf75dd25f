"""Every single value, by day: of each metric in a row, and message by message.

Single values are text, thousands in one paragraph: a browser shows a quarter of a million of those without effort,
and not as many elements.
"""

from collections.abc import Iterable
from html import escape

from barometer_agent.pages.markup import Markup, element, escaped, joined
from barometer_agent.pages.month import Day, Message, Values
from barometer_agent.pages.wording import Wording
from barometer_agent.sent import Words, is_countless

_FIXED = "\u00a0"  # a space at which no line ends


class Days:
    """The section of the days, the newest open."""

    def __init__(self, words: Words, wording: Wording) -> None:
        self._words = words
        self._wording = wording
        self._say = wording.say
        self._columns = self._header()

    def section(self, days: Iterable[Day]) -> Markup:
        """All of them, in the order given."""
        shown = [self._day(day, is_open=number == 0) for number, day in enumerate(days)]
        note = element("p", self._say("page.days.note"), class_="note")
        heading = element("h2", self._say("page.days"), id="days")
        return element("section", heading, note, *shown, class_="days", aria_labelledby="days", data_searched=True)

    def _day(self, day: Day, *, is_open: bool) -> Markup:
        name = self._wording.long_day(day.date)
        counts = (
            self._wording.counted("page.day.messages", len(day.messages)),
            self._wording.counted("page.day.samples", day.samples),
        )
        summary = element("summary", element("h3", name), element("span", ", ".join(counts), class_="note"))
        values = sorted(day.values.values(), key=lambda one: (one.title.casefold(), one.about))
        rows = map(self._row, values)
        inside = element("div", self._columns, *rows, self._log(day.messages), class_="inside")
        words = {"data_words": f"{name} {day.date}", "data_day": self._wording.day(day.date).lower()}
        return element("details", summary, inside, class_="day", open=is_open, **words)

    def _header(self) -> Markup:
        names = ("", *(self._say(f"page.column.{name}") for name in ("what", "times", "range", "latest")))
        return element("div", *(element("span", name) for name in names), class_="columns", aria_hidden="true")

    def _row(self, values: Values) -> Markup:
        of = element("span", f" {values.about}", class_="of") if values.about else None
        title = element("span", values.title, of, class_="t")
        figures = (element("span", figure, class_="n") for figure in self._figures(values))
        return element("details", element("summary", title, *figures), self._all(values), class_="one u")

    def _figures(self, values: Values) -> Iterable[object]:
        """How often, from what to what, and the last; with words that only a screen reader needs."""
        yield self._wording.count(values.count)
        if values.lowest is None or values.highest is None or values.latest is None:
            yield self._say("sent.failed")
            yield ""
        elif is_countless(values.metric):
            yield ""
            yield ""
        else:
            low, high = self._amount(values, values.lowest), self._amount(values, values.highest)
            yield low if low == high else self._say("page.range", low=low, high=high)
            hidden = element("span", f"{self._say('page.column.latest')} ", class_="if-narrow")
            yield joined((hidden, element("b", self._amount(values, values.latest))))

    def _amount(self, values: Values, value: int) -> str:
        return self._words.amount(values.metric, value).replace(" ", _FIXED)

    def _all(self, values: Values) -> Markup:
        return element("div", *(_run(beside, told) for beside, told in values.told.items()), class_="all")

    def _log(self, messages: list[Message]) -> Markup:
        hits = element("span", class_="hits note")
        summary = element("summary", self._wording.counted("page.log", len(messages)), hits)
        return element("details", summary, element("ol", *map(self._message, reversed(messages))), class_="log")

    def _message(self, message: Message) -> Markup:
        head = f"<b>{message.at}</b> {escaped(self._wording.counted('page.day.samples', message.samples))}"
        if message.answers:
            head += f", {escaped(self._wording.counted('page.day.answers', message.answers))}"
        if message.outcome != "acknowledged":
            head += f" {element('span', self._say(f'page.{message.outcome}'), class_='bad')}"
        lines = "".join([f"<p>{escaped(line)}</p>" for line in (*message.lines, *message.notes)])
        return Markup(f'<li class="u">{head}{lines}</li>')


def _run(beside: str, told: str) -> Markup:
    """What was told, in fixed pieces; of the tabs between them the style makes columns."""
    named = element("span", f"{beside}: ", class_="beside") if beside else ""
    return Markup(f"<p>{named}<span>{escape(told.replace(' ', _FIXED))}</span></p>")

"""The page of all that was sent: what it is, what it means, and where every value of it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from barometer_agent.language import Say
from barometer_agent.pages.days import Days
from barometer_agent.pages.frame import page
from barometer_agent.pages.markup import Markup, element, joined
from barometer_agent.pages.month import Month, Values
from barometer_agent.pages.wording import Wording
from barometer_agent.sent import Words, is_countless
from barometer_shared.metrics import METRICS
from barometer_shared.questions import TELL_IT, Answer

_ALSO = ("number", "clock", "start", "versions", "hours")
_BESIDES = ("enrolment", "asks", "targets", "anonymous")
_NEVER = ("screen", "content", "typed", "names", "commands")
_LESS = ("less", "pause", "never")
_ALWAYS = ("also", "never", "kept", "less")


@dataclass(frozen=True)
class Asked:
    """For how many days back, and of whom: ``data_folder`` is the service's. ``folder`` is where the page will lie."""

    days: int
    data_folder: str
    folder: str


def sent_page(found: Month, asked: Asked, say: Say, language: str, now: datetime, zone: tzinfo | None = None) -> str:
    """The document. ``now`` is aware; times are shown in ``zone``, the local one where it is None."""
    return _Page(found, asked, say, language, zone).document(now)


class _Page:
    def __init__(self, found: Month, asked: Asked, say: Say, language: str, zone: tzinfo | None) -> None:
        self._found = found
        self._asked = asked
        self._say = say
        self._language = language
        self._zone = zone
        self._words = Words(say, language, zone)
        self._wording = Wording(say)

    def document(self, now: datetime) -> str:
        is_something = bool(self._found.days or self._found.anonymous)
        parts = [self._lead(), *(self._everything() if is_something else [self._nav(_ALWAYS)]), *self._always()]
        made = self._wording.moment(now.astimezone(self._zone))
        title = self._say("page.sent.title")
        return page(title, joined(parts), self._say, self._language, made, searched=is_something)

    def _lead(self) -> Markup:
        if not self._found.days and not self._found.anonymous:
            return element("p", self._say("sent.none", days=self._asked.days), class_="lead")
        counts = {
            "page.messages": self._found.messages,
            "page.samples": self._found.samples,
            "page.answered": len(self._found.answers),
        }
        tiles = [
            element("div", element("dt", self._say(name)), element("dd", self._wording.count(number)))
            for name, number in counts.items()
        ]
        text = element("p", self._say("page.sent.lead", days=self._asked.days), class_="lead")
        return joined((text, element("dl", *tiles, class_="tiles")))

    def _everything(self) -> Iterable[Markup]:
        gaps = ["gaps"] if self._found.gaps else []
        yield self._nav(("answers", "meanings", "days", *gaps, *_ALWAYS))
        yield self._search()
        yield self._answers()
        yield self._meanings()
        yield Days(self._words, self._wording).section(self._found.days)
        if gaps:
            lines = [element("li", self._words.gap(gap), class_="u") for gap in self._found.gaps]
            yield self._section("gaps", element("ul", *lines, class_="dots"), searched=True)

    def _nav(self, names: Iterable[str]) -> Markup:
        links = [element("li", element("a", self._say(f"page.{name}"), href=f"#{name}")) for name in names]
        return element("nav", element("ul", *links), aria_label=self._say("page.nav"))

    def _search(self) -> Markup:
        some, none = self._say("page.found", places="{places}", days="{days}"), self._say("page.found.none")
        hits = self._say("page.found.hits", count="{count}")
        return element(
            "search",
            element("label", self._say("page.search"), for_="search"),
            element(
                "input",
                type="search",
                id="search",
                autocomplete="off",
                spellcheck="false",
                placeholder=self._say("page.search.example"),
            ),
            element("output", id="found", class_="note", for_="search", data_some=some, data_none=none, data_hits=hits),
            class_="search",
            role="search",
            hidden=True,
        )

    def _answers(self) -> Markup:
        lines = [element("li", *self._answer(answer), class_="answer u") for answer in self._found.answers]
        lines += [element("li", element("p", told), class_="u") for told in self._found.anonymous]
        if not lines:
            return self._section("answers", self._say("page.answers.none"))
        return self._section("answers", element("ul", *lines, class_="rows"), searched=True)

    def _answer(self, answer: Answer) -> Iterable[Markup]:
        at = self._wording.moment(datetime.fromtimestamp(answer.at / 1000, self._zone))
        unasked = answer.campaign == TELL_IT
        about = self._say("page.told") if unasked else self._say("page.asked", campaign=answer.campaign)
        seen = element("span", self._say(f"sharing.{answer.sharing}"), class_="tag")
        yield element(
            "p", self._say("page.answer", at=at, about=about, account=answer.account), " ", seen, class_="note"
        )
        yield element("p", self._words.response(answer.response), class_="said")
        if answer.id in self._found.lost:
            yield element("p", self._say("page.lost"), class_="bad")
        more = self._words.besides(answer)
        if more:
            yield element("p", "; ".join(more))

    def _meanings(self) -> Markup:
        metrics = sorted(self._found.metrics(), key=lambda metric: metric.title.casefold())
        lines = [element("li", *self._meaning(metric), class_="metric u") for metric in metrics]
        note = element("p", self._say("page.meanings.note", days=self._asked.days), class_="note")
        return self._section("meanings", note, element("ul", *lines, class_="rows"), searched=True)

    def _meaning(self, one: Values) -> Iterable[Markup]:
        row = METRICS.get(one.metric)
        kind = element("span", self._say(f"page.class.{row.data_class}"), class_="tag") if row else None
        sentence = row.meaning(self._language).sentence if row else self._say("page.unknown")
        heading = element("h3", one.title, " ", kind)
        yield element("div", heading, element("p", sentence, class_="note"))
        yield element("p", *self._figures(one), class_="figures")

    def _figures(self, one: Values) -> Iterable[object]:
        yield self._wording.counted("page.times", one.count)
        if one.lowest is None or one.highest is None or one.latest is None or is_countless(one.metric):
            return
        low, high, latest = (
            self._words.amount(one.metric, value).replace(" ", "\u00a0")
            for value in (one.lowest, one.highest, one.latest)
        )
        if one.count == 1:
            yield f": {low}"
        elif low == high:
            yield self._say("page.always", value=low)
        else:
            yield self._say("page.between", low=low, high=high, latest=latest)

    def _always(self) -> Iterable[Markup]:
        also = self._list("page.also", _ALSO, systems=", ".join(self._found.systems))
        yield self._section(
            "also", also, element("h3", self._say("page.besides")), self._list("page.besides", _BESIDES)
        )
        yield self._section("never", self._list("page.never", _NEVER, "dots no"))
        places = {"data_folder": self._asked.data_folder, "folder": self._asked.folder}
        yield self._section("kept", self._list("page.kept", ("laptop", "page", "collector"), **places))
        less = [element("li", self._say(f"page.less.{name}", choice=self._say(f"tray.{name}"))) for name in _LESS]
        yield self._section("less", element("ul", *less, class_="dots"), self._say("page.less.free"))

    def _list(self, prefix: str, names: Iterable[str], kind: str = "dots", **values: str) -> Markup:
        return element("ul", *(element("li", self._say(f"{prefix}.{name}", **values)) for name in names), class_=kind)

    def _section(self, name: str, *inside: object, searched: bool = False) -> Markup:
        texts = [part if isinstance(part, Markup) else element("p", part) for part in inside]
        heading = element("h2", self._say(f"page.{name}"), id=name)
        return element("section", heading, *texts, class_="card", aria_labelledby=name, data_searched=searched)

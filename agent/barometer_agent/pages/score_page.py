"""The page of this laptop's score: what it is made of, what costs points, and what helps."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from barometer_agent.pages.dial import band_mark, dial, meter
from barometer_agent.pages.frame import page
from barometer_agent.pages.markup import Markup, element, joined
from barometer_agent.pages.wording import Wording
from barometer_agent.reported import Reported
from barometer_shared.report import Part


def score_page(reported: Reported, now: datetime) -> str:
    """The document. ``now`` is aware."""
    say, parts = reported.say, [_hero(reported)]
    parts += [_section(reported, "costly", reported.costly()), _section(reported, "costless", reported.costless())]
    parts += [_section(reported, "empty", reported.without_data()), _about(reported)]
    made = Wording(say).moment(now.astimezone(reported.zone))
    return page(say("page.score.title"), joined(parts), say, reported.language, made)


def _hero(reported: Reported) -> Markup:
    told, say = reported.told, reported.say
    shown = "–" if told.score is None else reported.score()
    words = reported.band() or say("score.none")
    drawn = dial(told.score, shown, reported.band_name(), say("score.of_laptop"), words)
    heading = "score.do" if reported.tips() else "score.nothing_to_do" if told.score is not None else "score.line.none"
    beside = [element("h2", say(heading), id="do")]
    if told.score is None and reported.of(told.missing):
        beside.append(element("p", reported.of(told.missing)))
    tips = [element("li", _tip(reported, part), class_="tip") for part in reported.tips()]
    beside += [element("ul", *tips, class_="tips")] if tips else []
    beside.append(element("p", reported.days(), class_="note"))
    side = element("section", *beside, class_="card", aria_labelledby="do")
    return element("div", element("div", drawn, class_="card centre"), side, class_="hero")


def _tip(reported: Reported, part: Part) -> Markup:
    return element("p", element("b", _name(reported, part)), ": ", reported.of(part.tip))


def _section(reported: Reported, name: str, parts: Sequence[Part]) -> Markup:
    if not parts:
        return Markup("")
    lines = [element("li", *_part(reported, part), class_="part") for part in parts]
    heading = element("h2", reported.say(f"score.{name}"), id=name)
    return element("section", heading, element("ul", *lines, class_="rows"), class_="card", aria_labelledby=name)


def _part(reported: Reported, part: Part) -> Iterable[Markup]:
    band = reported.band_name(part.score) if part.score is not None else ""
    yield element("h3", _name(reported, part))
    if figures := list(_figures(reported, part, band)):
        yield element("p", *figures, class_="cost")
    if part.score is not None and reported.has_figure(part):
        yield meter(part.score, band)
    if reported.of(part.finding):
        yield element("p", reported.of(part.finding), class_="note")


def _figures(reported: Reported, part: Part, band: str) -> Iterable[object]:
    costs = reported.points(part) if part in reported.costly() else ""
    if part.score is not None and reported.has_figure(part):
        yield band_mark(band, reported.band(part.score))
        yield element("b", " ", Wording(reported.say).decimal(part.score))
        yield element("span", reported.say("score.of_100"), class_="of")
        costs = f" · {costs}" if costs else ""
    if costs:
        yield element("span", costs, class_="of")


def _about(reported: Reported) -> Markup:
    texts = [element("p", reported.say(f"score.about.{name}")) for name in ("bands", "points", "who")]
    heading = element("h2", reported.say("score.about"), id="about")
    return element("section", heading, *texts, class_="card", aria_labelledby="about")


def _name(reported: Reported, part: Part) -> str:
    return reported.of(part.name) or part.component

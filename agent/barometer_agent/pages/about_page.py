"""The page of what Barometer is."""

from collections.abc import Iterable
from datetime import datetime

from barometer_agent.about import Point, Section
from barometer_agent.language import Say
from barometer_agent.pages.frame import page
from barometer_agent.pages.markup import Markup, element, joined
from barometer_agent.pages.wording import Wording


def about_page(sections: Iterable[Section], say: Say, language: str, now: datetime) -> str:
    """The document. ``now`` is local."""
    told = joined(_section(section) for section in sections)
    return page(say("page.about.title"), told, say, language, Wording(say).moment(now))


def _section(section: Section) -> Markup:
    points = (element("li", *_point(point)) for point in section.points)
    return element("section", element("h2", section.title), element("ul", *points, class_="rows"), class_="card")


def _point(point: Point) -> Iterable[Markup]:
    if point.typed:
        yield element("h3", element("code", point.typed))
    elif point.name:
        yield element("h3", point.name)
    yield element("p", point.text)

"""The page of what IT did with what people told."""

from collections.abc import Iterable
from datetime import datetime

from barometer_agent.pages.frame import page
from barometer_agent.pages.markup import Markup, element, joined
from barometer_agent.pages.wording import Wording
from barometer_agent.reported import Reported
from barometer_shared.report import News


def news_page(reported: Reported, now: datetime) -> str:
    """The document. ``now`` is aware."""
    say = reported.say
    told = [element("article", *_news(reported, news), class_="card news") for news in reported.told.news]
    if not told:
        nothing = element("p", say("news.none"), class_="lead"), element("p", say("news.when"), class_="note")
        told = [element("section", *nothing, class_="card")]
    made = Wording(say).moment(now.astimezone(reported.zone))
    return page(say("page.news.title"), joined(told), say, reported.language, made)


def _news(reported: Reported, news: News) -> Iterable[Markup]:
    day = datetime.fromtimestamp(news.at / 1000, reported.zone).date().isoformat()
    yield element("time", reported.when(news), datetime=day)
    yield element("h2", reported.of(news.title))
    if reported.of(news.about):
        yield element("p", reported.say("news.about", about=reported.of(news.about)), class_="about")
    yield element("p", reported.of(news.text))

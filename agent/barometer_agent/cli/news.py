"""``news``: what IT did with what people told."""

from barometer_agent.cli.fetched import Page, command
from barometer_agent.reported import Reported


def _page() -> Page:
    from barometer_agent.pages.news_page import news_page

    return news_page


COMMAND = command("news", Reported.news_in_terminal, _page)

"""``score``: the score of this laptop, what costs points, and what helps."""

from barometer_agent.cli.fetched import Page, command
from barometer_agent.reported import Reported


def _page() -> Page:
    from barometer_agent.pages.score_page import score_page

    return score_page


COMMAND = command("score", Reported.in_terminal, _page)

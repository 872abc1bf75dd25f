"""The page that says why there is nothing to show."""

from barometer_agent.language import speaker
from barometer_agent.pages.trouble_page import trouble_page
from tests.agent.pages.reading import read


def test_it_is_titled_as_what_was_asked_for_and_says_why_not() -> None:
    root = read(trouble_page("De score", "De collector is <weg>.", speaker("nl"), "nl", "vandaag"))
    assert root.all("h1")[0].text == "De score"
    assert root.all("p", class_="lead")[0].text == "De collector is <weg>."

"""The page that says why there is nothing to show: whoever chose it in a menu sees no terminal."""

from barometer_agent.language import Say
from barometer_agent.pages.frame import page
from barometer_agent.pages.markup import element


def trouble_page(title: str, why: str, say: Say, language: str, made: str) -> str:
    """The document, titled as what was asked for."""
    return page(title, element("section", element("p", why, class_="lead"), class_="card"), say, language, made)

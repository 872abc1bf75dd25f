"""What is asked after something happened on a laptop. The answers are of that moment, and never of team X or a driver.

No question names the application, nor says that anybody did anything wrong: it asks what it was like.
"""

from collections.abc import Mapping

from barometer_collector.sentiment.definition import Definition
from barometer_shared.questions import Effort, FollowUp, Localised, Option

_HARD: Localised = {"en": "What made it hard?", "nl": "Wat maakte het lastig?"}
_WHY: Localised = {
    "en": "Barometer noticed it, and cannot tell what it was like for you. Your answer says whether IT should act.",
    "nl": "Barometer merkte het op, maar weet niet hoe het voor jou was. Jouw antwoord zegt of IT iets moet doen.",
}
_OTHER = Option("other", {"en": "Something else", "nl": "Iets anders"})
_OFTEN = Option("often", {"en": "It happens often", "nl": "Het gebeurt vaak"})


def _asked(kind: str, text: Localised, *hard: Option) -> Definition:
    """An effort question; who found it hard is asked what made it so, of ``hard`` and what every event has."""
    return Definition(kind, Effort(text), _WHY, (FollowUp(_HARD, [*hard, _OFTEN, _OTHER], lowest=1, highest=4),))


CRASH = _asked(
    "crash",
    {
        "en": "This laptop, or an application on it, stopped unexpectedly. How easy was it to go on with your work?",
        "nl": "Deze laptop, of een programma erop, stopte er onverwacht mee. Hoe makkelijk kon je verder met je werk?",
    },
    Option("lost_work", {"en": "I lost work", "nl": "Ik was werk kwijt"}),
    Option("waiting", {"en": "It took long to go on", "nl": "Het duurde lang voor ik verder kon"}),
)
SLOW_BOOT = _asked(
    "slow_boot",
    {
        "en": "This laptop took long to start. How easy was it to get to work?",
        "nl": "Deze laptop deed lang over het opstarten. Hoe makkelijk kon je aan het werk?",
    },
    Option("updates", {"en": "It was installing updates", "nl": "Er werden updates geïnstalleerd"}),
    Option("late", {"en": "I was late for something", "nl": "Ik kwam ergens te laat voor"}),
)
# By kind. What is asked about a closed ticket comes with the tickets: a definition here, and ``service.note`` for each.
EVENTS: Mapping[str, Definition] = {each.kind: each for each in (CRASH, SLOW_BOOT)}

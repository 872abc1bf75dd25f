"""The pulse: the one question that team X comes from, in rounds, each of a random sample of all laptops."""

from barometer_collector.sentiment.definition import ABOUT, Definition
from barometer_shared.questions import Faces, FollowUp, Localised

KIND = "pulse"
# The one campaign of before there were rounds. It ended when they began; its answers count as theirs do.
ENDLESS_SLUG = "pulse"

QUESTION = Faces(
    text={
        "en": "How was working with your laptop and IT today?",
        "nl": "Hoe werkte het vandaag met je laptop en IT?",
    }
)
WHY: Localised = {
    "en": "Measurements say what a laptop does, not what working with it is like. Your answer decides what IT "
    "improves first.",
    "nl": "Metingen zeggen wat een laptop doet, niet hoe het is om ermee te werken. Jouw antwoord bepaalt mee wat IT "
    "als eerste verbetert.",
}
FOLLOW_UPS = (
    FollowUp({"en": "What is it about?", "nl": "Waar gaat het over?"}, ABOUT, lowest=1, highest=2),
    FollowUp({"en": "What could be better?", "nl": "Wat kan beter?"}, ABOUT, lowest=3, highest=3),
    FollowUp({"en": "What went well?", "nl": "Wat ging er goed?"}, ABOUT, lowest=4, highest=5),
)
CAMPAIGN = Definition(KIND, QUESTION, WHY, FOLLOW_UPS)

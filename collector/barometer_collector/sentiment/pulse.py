"""The pulse: the one question that team X comes from, asked of everybody in turn."""

from barometer_shared.questions import Faces, Localised

SLUG = "pulse"
KIND = "pulse"

QUESTION = Faces(
    text={
        "en": "How was working with your laptop and IT today?",
        "nl": "Hoe werkte het vandaag met je laptop en IT?",
    }
)
ASKER: Localised = {"en": "Your IT department", "nl": "Je IT-afdeling"}
WHY: Localised = {
    "en": "Measurements say what a laptop does, not what working with it is like. Your answer decides what IT "
    "improves first.",
    "nl": "Metingen zeggen wat een laptop doet, niet hoe het is om ermee te werken. Jouw antwoord bepaalt mee wat IT "
    "als eerste verbetert.",
}

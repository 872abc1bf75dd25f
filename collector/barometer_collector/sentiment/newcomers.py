"""What is asked on a laptop that was enrolled a little while ago: in the first week, the second and the fifth."""

from collections.abc import Mapping

from barometer_collector.sentiment.definition import ABOUT, Audience, Definition
from barometer_shared.questions import Faces, FollowUp

CAMPAIGN = Definition(
    "onboarding",
    Faces(
        {
            "en": "How are you getting on with your laptop and IT so far?",
            "nl": "Hoe bevalt het tot nu toe met je laptop en IT?",
        }
    ),
    {
        "en": "You have not had this laptop for long. IT wants to know whether all you need works.",
        "nl": "Je hebt deze laptop nog niet lang. IT wil weten of alles werkt wat je nodig hebt.",
    },
    (FollowUp({"en": "What is it about?", "nl": "Waar gaat het over?"}, ABOUT, lowest=1, highest=3),),
)
# By slug. Days 1, 8 and 32 keep to the agent's rules by themselves: seven days apart, two in thirty.
MOMENTS: Mapping[str, Audience] = {
    "onboarding-1": Audience(from_day=1, until_day=8),
    "onboarding-8": Audience(from_day=8, until_day=22),
    "onboarding-32": Audience(from_day=32, until_day=46),
}

"""What people tell IT without being asked. It is always possible, counts in no score, and answers no question."""

from barometer_collector.sentiment.definition import Definition
from barometer_shared.questions import FreeText

KIND = "told"
CAMPAIGN = Definition(
    KIND,
    FreeText({"en": "What do you want to tell IT?", "nl": "Wat wil je IT vertellen?"}),
    {
        "en": "IT reads this to see what bothers people before anybody asks.",
        "nl": "IT leest dit om te zien waar mensen last van hebben voordat iemand ernaar vraagt.",
    },
)

"""May a question be shown now? Pure functions of the clock, the rules, what was shown and chosen, and the desktop.

Whoever asks for a question gets it; this decides only about questions that come by themselves.
"""

from barometer_agent.prompting.deciding import Decision, decide, earliest, may_ask
from barometer_agent.prompting.facts import Campaign, Desktop, Event, History, Occasion
from barometer_agent.prompting.judgement import Judgement, Reason, State
from barometer_agent.prompting.judging import Case
from barometer_agent.prompting.rules import Rules

__all__ = [
    "Campaign",
    "Case",
    "Decision",
    "Desktop",
    "Event",
    "History",
    "Judgement",
    "Occasion",
    "Reason",
    "Rules",
    "State",
    "decide",
    "earliest",
    "may_ask",
]

"""The decision, and when it could be another one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from barometer_agent.prompting.facts import Campaign, Desktop, History
from barometer_agent.prompting.judgement import OF_DESKTOP, Judgement, Reason, State
from barometer_agent.prompting.judging import Case, judge
from barometer_agent.prompting.rules import Rules

_MOST_STEPS = 100  # each is a rule that holds longer than those before: more would be a fault of ours


@dataclass(frozen=True)
class Decision:
    """Whether a question may be shown, the reason that decided it, and what every rule said."""

    allowed: bool
    reason: Reason
    judgements: Sequence[Judgement] = ()


def may_ask(now: datetime, campaign: Campaign, history: History, rules: Rules, desktop: Desktop) -> Decision:
    """The decision at ``now`` (local time, aware) for a question of ``campaign``."""
    return decide(Case(now, campaign, history, rules, desktop))


def decide(case: Case) -> Decision:
    """As ``may_ask``."""
    judgements = judge(case)
    reason = next((one.reason for one in judgements if one.state is State.OBSTACLE), Reason.ALLOWED)
    return Decision(reason is Reason.ALLOWED, reason, judgements)


def earliest(case: Case) -> datetime | None:
    """The first moment from ``case.now`` on at which nothing but the desktop could stand in the way.

    None where the clock alone never brings one: the person or IT chose so, or the question closes before.
    """
    moment = case.now
    for _ in range(_MOST_STEPS):
        at_moment = judge(replace(case, now=moment))
        obstacles = [one for one in at_moment if one.state is State.OBSTACLE and one.reason not in OF_DESKTOP]
        if not obstacles:
            return moment
        ends = [one.until for one in obstacles if one.until is not None]
        if len(ends) < len(obstacles):
            return None
        moment = max(ends).astimezone(case.now.tzinfo)
    return None

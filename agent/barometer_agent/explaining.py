"""Why a question is or is not shown now, in words: the decision, when it could change, and what every rule says."""

from collections.abc import Iterator
from datetime import datetime, time

from barometer_agent.language import Say
from barometer_agent.prompting import Case, Judgement, State, decide, earliest


def explain(case: Case, say: Say) -> Iterator[str]:
    """Lines for the person; times are those of ``case.now``."""
    decision = decide(case)
    yield say(f"reason.{decision.reason}")
    if not decision.allowed:
        yield _when(case, say)
    width = max(len(say(f"rule.state.{state}")) for state in State)
    for judgement in decision.judgements:
        yield f"  {say(f'rule.state.{judgement.state}'):{width}}  {_rule(judgement, case.now, say)}"


def _when(case: Case, say: Say) -> str:
    moment = earliest(case)
    if moment is None:
        return say("rule.no_moment")
    if moment == case.now:
        return say("rule.desktop_alone")
    return say("rule.earliest", at=_told(moment, case.now, say))


def _rule(judgement: Judgement, now: datetime, say: Say) -> str:
    nothing = say("rule.unknown" if judgement.state is State.UNKNOWN else "rule.none")
    told = {name: nothing if value is None else _told(value, now, say) for name, value in judgement.values.items()}
    return say(f"rule.{judgement.reason}", **told)


def _told(value: object, now: datetime, say: Say) -> object:
    match value:
        case bool():
            return say("rule.yes" if value else "rule.no")
        case datetime():
            local = value.astimezone(now.tzinfo)
            return f"{say(f'rule.day.{local.weekday()}')} {local:%Y-%m-%d %H:%M}"
        case time():
            return f"{value:%H:%M}"
        case frozenset():
            return ", ".join(say(f"rule.day.{day}") for day in sorted(value)) or say("rule.none")
        case _:
            return value

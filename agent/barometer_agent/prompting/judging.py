"""Every rule, looked at for one moment, with what it was judged from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from barometer_agent.prompting.facts import Campaign, Desktop, Event, History
from barometer_agent.prompting.judgement import Judgement, Reason, known, lasting
from barometer_agent.prompting.rules import Rules
from barometer_agent.prompting.spread import turn_of

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Case:
    """All that the rules look at; ``now`` is local and aware."""

    now: datetime
    campaign: Campaign
    history: History
    rules: Rules
    desktop: Desktop


def judge(case: Case) -> tuple[Judgement, ...]:
    """What every rule says, those first that decide first."""
    rules = (*_OF_CHOICE, *_OF_CAMPAIGN, *_OF_CLOCK)
    return (*(rule(case) for rule in rules), *_desktop(case), *(rule(case) for rule in _OF_HISTORY))


def _policy(case: Case) -> Judgement:
    return known(Reason.POLICY, case.rules.never, {"state": case.rules.never})


def _never(case: Case) -> Judgement:
    return known(Reason.NEVER, case.history.never, {"state": case.history.never})


def _paused(case: Case) -> Judgement:
    until = case.history.paused_until
    return known(Reason.PAUSED, until is not None and case.now < until, {"at": until}, until)


def _closed(case: Case) -> Judgement:
    expires = case.campaign.expires
    return known(Reason.CLOSED, expires is not None and case.now >= expires, {"at": expires})


def _stale(case: Case) -> Judgement:
    at, fresh = case.campaign.occasion_at, case.rules.fresh
    is_stale = at is not None and case.now - at >= fresh
    return known(Reason.STALE, is_stale, {"days": fresh // _DAY, "at": at})


def _too_early(case: Case) -> Judgement:
    campaign = case.campaign
    after = campaign.occasion_at and campaign.occasion_at + case.rules.waits(campaign.occasion)
    begins = max((moment for moment in (campaign.opens, after) if moment is not None), default=None)
    return known(Reason.TOO_EARLY, begins is not None and case.now < begins, {"at": begins}, begins)


def _not_your_turn(case: Case) -> Judgement:
    turn = turn_of(case.history.account, case.campaign)
    return known(Reason.NOT_YOUR_TURN, turn is not None and case.now < turn, {"at": turn}, turn)


def _outside_hours(case: Case) -> Judgement:
    now, rules = case.now, case.rules
    values = {"weekdays": rules.weekdays, "begins": rules.begins, "ends": rules.ends, "now": now}
    return known(Reason.OUTSIDE_HOURS, not rules.is_open(now), values, rules.opens_next(now))


def _new_device(case: Case) -> Judgement:
    since, least = case.history.device_since, case.rules.new_device
    values = {"days": least // _DAY, "at": since}
    if case.campaign.onboarding:
        return known(Reason.NEW_DEVICE, obstacle=False, values=values)
    return lasting(Reason.NEW_DEVICE, case.now, since, least, values)


def _session_just_began(case: Case) -> Judgement:
    since, least = case.desktop.session_since, case.rules.after_session_start
    return lasting(Reason.SESSION_JUST_BEGAN, case.now, since, least, {"minutes": least // _MINUTE, "at": since})


def _desktop(case: Case) -> tuple[Judgement, ...]:
    desktop, rules = case.desktop, case.rules
    states = {
        Reason.LOCKED: desktop.locked,
        Reason.DO_NOT_DISTURB: desktop.do_not_disturb,
        Reason.FULL_SCREEN: desktop.full_screen,
        Reason.PRESENTING: desktop.presenting,
        Reason.IN_CALL: desktop.in_call,
    }
    level, last = desktop.battery_percent, desktop.last_input
    is_low = None if level is None else level < rules.battery_percent
    is_away = None if last is None else case.now - last > rules.active_within
    return (
        *(known(reason, state, {"state": state}) for reason, state in states.items()),
        known(Reason.BATTERY_LOW, is_low, {"percent": rules.battery_percent, "level": level}),
        known(Reason.AWAY, is_away, {"seconds": rules.active_within // timedelta(seconds=1), "at": last}),
    )


def _shown(case: Case) -> list[Event]:
    """What is told as later than now was shown while the clock was ahead: it may not silence a laptop until then."""
    return [event for event in case.history.shown if event.at <= case.now + _DAY]


def _put_off(case: Case) -> list[datetime]:
    return [event.at for event in _shown(case) if event.campaign == case.campaign.id and event.put_off]


def _not_now_too_often(case: Case) -> Judgement:
    count, most = len(_put_off(case)), case.rules.most_not_now
    return known(Reason.NOT_NOW_TOO_OFTEN, count > most, {"most": most, "count": count})


def _not_now(case: Case) -> Judgement:
    last, least = max(_put_off(case), default=None), case.rules.not_now
    values = {"hours": least // _HOUR, "at": last}
    if last is None:
        return known(Reason.NOT_NOW, obstacle=False, values=values)
    return lasting(Reason.NOT_NOW, case.now, last, least, values)


def _too_soon(case: Case) -> Judgement:
    """The same question after "not now" keeps its own distance, and counts for that of others."""
    own = case.campaign.id
    others = [event.at for event in _shown(case) if event.campaign != own or not event.put_off]
    least = case.rules.slowed(case.rules.apart, case.history.ask_less)
    last = max(others, default=None)
    values = {"days": least // _DAY, "at": last}
    if last is None:
        return known(Reason.TOO_SOON, obstacle=False, values=values)
    return lasting(Reason.TOO_SOON, case.now, last, least, values)


def _too_many(case: Case) -> Judgement:
    """A question counts once, however often it was put off: from when it was shown last."""
    window, most = case.rules.slowed(case.rules.window, case.history.ask_less), case.rules.most
    latest: dict[str, datetime] = {}
    for event in _shown(case):
        if event.campaign != case.campaign.id and case.now - event.at < window:
            latest[event.campaign] = max(event.at, latest.get(event.campaign, event.at))
    until = sorted(latest.values())[len(latest) - most] + window if 0 < most <= len(latest) else None
    values = {"most": most, "days": window // _DAY, "count": len(latest)}
    return known(Reason.TOO_MANY, len(latest) >= most, values, until)


_Rule = Callable[[Case], Judgement]
_OF_CHOICE: tuple[_Rule, ...] = (_policy, _never, _paused)
_OF_CAMPAIGN: tuple[_Rule, ...] = (_closed, _stale, _too_early, _not_your_turn)
_OF_CLOCK: tuple[_Rule, ...] = (_outside_hours, _new_device, _session_just_began)
_OF_HISTORY: tuple[_Rule, ...] = (_not_now_too_often, _not_now, _too_soon, _too_many)

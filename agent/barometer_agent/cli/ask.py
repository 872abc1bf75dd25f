"""``ask``: the open question, in a small window."""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from barometer_agent import asking, prompting
from barometer_agent.cli import answer, open_questions
from barometer_agent.cli.command import Call, Command, Problem
from barometer_agent.language import Say
from barometer_agent.link.address import LinkError
from barometer_agent.link.client import NotRunningError, RefusedError
from barometer_agent.link.messages import WINDOWS, Questions
from barometer_agent.prompting import Decision, Desktop
from barometer_agent.sources import desktop
from barometer_agent.spool.prompts import Outcome
from barometer_agent.tray.answering import Given
from barometer_shared.questions import OpenQuestion

WAIT_SECONDS = 20.0  # whoever starts service and window together need not know which is ready first
_AGAIN_SECONDS = 0.5


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    answer.add_flags(parser, say, WAIT_SECONDS)
    parser.add_argument("--window", choices=WINDOWS, help=say("help.window", session="session"))
    parser.add_argument("--offer", action="store_true", help=say("help.offer"))


def _run(call: Call) -> int:
    told = open_questions.fetch(call)
    if not told.questions:
        call.write(call.say("prompt.none"))
        return 0
    question = told.questions[0]
    if call.options.offer:
        decision = decide(datetime.now(UTC).astimezone(), question, told)
        if not decision.allowed:
            call.write(call.say(f"reason.{decision.reason}"))
            return 0
    keep(call, question, call.options.window or told.preferences.window)
    return 0


def keep(call: Call, question: OpenQuestion, window: str) -> None:
    """Ask it where the person chose, and hand in what that comes to."""
    from barometer_agent.tray import keeper
    from barometer_agent.tray.host import NoDesktopError

    try:
        keeper.keep(lambda told: _show(call, question, window, told), lambda end: hand_in(call, question, end))
    except NoDesktopError as error:
        raise Problem(call.say("prompt.no_window", reason=error)) from error


def _show(call: Call, question: OpenQuestion, window: str, told: Callable[[Given | Outcome], None]) -> Given | Outcome:
    from barometer_agent.sources import appearance
    from barometer_agent.tray import surroundings
    from barometer_agent.tray.corner import Side

    wanted = appearance.read()
    if surroundings.in_browser(window, wanted):
        return _show_page(call, question, told)
    offered, side = call.options.offer, surroundings.side_of(window)
    if sys.platform == "darwin":
        from barometer_agent.tray.macos.window import show

        leave = partial(hand_in, call, question, seconds=0.0)  # nobody who signs out is held up
        return show(question, call.say, call.language, offered=offered, left=side == Side.LEFT, leave=leave)
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        try:
            from barometer_agent.tray.window import show
        except ImportError as error:
            from barometer_agent.tray.host import NoDesktopError

            raise NoDesktopError(str(error)) from error
        around = surroundings.of_this_desktop(side, wanted)
        return show(question, call.say, call.language, offered=offered, around=around, told=told)


def _show_page(call: Call, question: OpenQuestion, told: Callable[[Given | Outcome], None]) -> Given | Outcome:
    from barometer_agent.cli import showing
    from barometer_agent.tray.form import show

    with showing.passing(call, "question") as (open_page, made):
        return show(question, call.say, call.language, made, open_page, told)


def hand_in(
    call: Call,
    question: OpenQuestion,
    end: Given | Outcome,
    wait: Callable[[float], None] = time.sleep,
    seconds: float = WAIT_SECONDS,
) -> None:
    """Tell the service how it ended. One that is away, as while it is upgraded, is waited for so many ``seconds``."""
    away = False
    while True:
        try:
            return _hand_in(call, question, end)
        except LinkError as error:
            away = away or _is_away(error)
            if seconds <= 0 or not (away and _may_pass(error)):
                raise
        wait(_AGAIN_SECONDS)
        seconds -= _AGAIN_SECONDS


def _is_away(error: LinkError) -> bool:
    return isinstance(error, NotRunningError) or error.key == "ending"


def _may_pass(error: LinkError) -> bool:
    """A service that has just begun knows of no question until its collector told it."""
    return _is_away(error) or (isinstance(error, RefusedError) and error.problem == "not_open")


def _hand_in(call: Call, question: OpenQuestion, end: Given | Outcome) -> None:
    if isinstance(end, Outcome):
        open_questions.put_off(call, question, end)
    else:
        open_questions.send(call, question, end)


def decide(
    now: datetime, question: OpenQuestion, told: Questions, look: Callable[[datetime], Desktop] = desktop.read
) -> Decision:
    """Whether this question may come by itself at ``now`` (local).

    ``look`` reads the desktop, which is done only where nothing else is in the way of the question.
    """
    case = asking.case_of(now, question, told, Desktop())
    decision = prompting.decide(case)
    return prompting.decide(replace(case, desktop=look(now))) if decision.allowed else decision


COMMAND = Command(_run, _flags)

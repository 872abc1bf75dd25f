"""``prefer``: how often to be asked, never, not today, and in which language; what the icon's menu offers too."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from barometer_agent import language
from barometer_agent.cli import chosen_language, open_questions
from barometer_agent.cli.command import Call, Command
from barometer_agent.language import Say
from barometer_agent.link import client
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import WINDOWS, Prefer, Questions
from barometer_agent.prompting.facts import MOST_ASK_LESS

_SESSION = "session"
_SWITCH = {"on": True, "off": False}


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument(
        "--ask-less", type=int, choices=range(MOST_ASK_LESS + 1), metavar="TIMES", help=say("help.ask_less")
    )
    parser.add_argument("--never", choices=_SWITCH, help=say("help.never"))
    parser.add_argument("--pause", choices=_SWITCH, help=say("help.pause"))
    codes = ", ".join(language.names())
    parser.add_argument(
        "--my-language",
        choices=[*language.names(), _SESSION],
        metavar="CODE",
        help=say("help.my_language", codes=codes, session=_SESSION),
    )
    parser.add_argument("--window", choices=[*WINDOWS, _SESSION], help=say("help.window", session=_SESSION))


def _run(call: Call) -> int:
    path = socket_path(call.config.socket_dir)
    wanted = wish(call.options)
    if wanted != Prefer():
        client.ask(path, wanted, call.config.data_dir)
        call = _in_language(call, wanted.language)
    told = client.ask(path, open_questions.ask_for(), call.config.data_dir)
    if isinstance(told, Questions):
        for line in lines(told, call.say, datetime.now(UTC).astimezone()):
            call.write(line)
    return 0


def wish(options: argparse.Namespace) -> Prefer:
    """What the flags say; what they do not name stays as it is."""
    return Prefer(
        options.ask_less,
        _SWITCH.get(options.never),
        _SWITCH.get(options.pause),
        "" if options.my_language == _SESSION else options.my_language,
        "" if options.window == _SESSION else options.window,
    )


def lines(told: Questions, say: Say, now: datetime) -> Iterator[str]:
    """What holds at ``now`` (local) for whom the service ``told`` this."""
    kept, rules = told.preferences, told.rules
    days = rules.slowed(rules.apart, kept.ask_less) // timedelta(days=1)
    if rules.never:
        yield say("reason.policy")
    elif kept.unreadable:
        yield say("tray.choice_lost")
    elif kept.never:
        yield say("prefer.never")
    else:
        yield say("prefer.often", days=days, times=kept.ask_less)
    until = None if kept.paused_until_ms is None else datetime.fromtimestamp(kept.paused_until_ms / 1000, now.tzinfo)
    if until is not None and until > now:
        yield say("prefer.paused", until=until.strftime(say("date.format")))
    names = language.names()
    yield say("prefer.language", language=names[kept.language]) if kept.language in names else say("prefer.of_session")
    if kept.window:
        yield say(f"prefer.window.{kept.window}")


def _in_language(call: Call, chosen: str | None) -> Call:
    """What was just chosen holds for the answer too."""
    if chosen is None:
        return call
    code = chosen or chosen_language.of_session()
    return Call(call.options, call.config, code, language.speaker(code), call.load)


COMMAND = Command(_run, _flags)

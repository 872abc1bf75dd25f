"""``tell``: tell IT something now, in a small window, by a flag or in the terminal."""

import argparse
import sys
from collections.abc import Callable

from barometer_agent.cli.command import Call, Command
from barometer_agent.cli.typed import Read, Typed, from_terminal
from barometer_agent.language import Say
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.client import NotRunningError, RefusedError
from barometer_agent.link.messages import WINDOWS, AskPreferences, MyPreferences, TellIt
from barometer_agent.tray.course import MOST_WORDS


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--text", help=say("help.text"))
    parser.add_argument("--mood", type=int, choices=range(1, 6), help=say("help.mood"))
    parser.add_argument("--window", choices=WINDOWS, help=say("help.window", session="session"))
    parser.add_argument("--share", action="store_true", help=say("help.share"))
    parser.add_argument("--contact", action="store_true", help=say("help.contact"))


def _run(call: Call) -> int:
    if call.options.text is not None:
        return _hand_in(call, given(call))
    if in_window(call):
        return 0
    told = Dialogue(call.say, call.language, from_terminal, call.write).ask()
    if told is None:
        call.write(call.say("tell.nothing"))
        return 0
    return _hand_in(call, told)


def given(call: Call) -> TellIt | None:
    """What the flags say; None for no words. To be contacted it is shared."""
    words = call.options.text.strip()[:MOST_WORDS]
    share = call.options.share or call.options.contact
    return TellIt(words, call.options.mood, share, call.options.contact, call.language) if words else None


def in_window(call: Call) -> bool:
    """Whether there was a window for it, or a page in the browser where the person wants that."""
    from barometer_agent.tray.host import NoDesktopError

    try:
        _show(call, lambda told: reason(call, told))
    except (ImportError, NoDesktopError):
        return False
    return True


def _show(call: Call, send: Callable[[TellIt], str]) -> None:
    from barometer_agent.sources import appearance
    from barometer_agent.tray import surroundings
    from barometer_agent.tray.corner import Side

    window = call.options.window or chosen_window(call)
    side = surroundings.side_of(window)
    wanted = appearance.read()
    if surroundings.in_browser(window, wanted):
        _show_page(call, send)
    elif sys.platform == "darwin":
        from barometer_agent.tray.macos import telling as alerts

        alerts.show(call.say, call.language, send, left=side == Side.LEFT)
    else:
        from barometer_agent.tray import telling

        telling.show(call.say, call.language, send, surroundings.of_this_desktop(side, wanted))


def _show_page(call: Call, send: Callable[[TellIt], str]) -> None:
    from barometer_agent.cli import showing
    from barometer_agent.tray.telling_form import show

    with showing.passing(call, "tell") as (open_page, made):
        show(call.say, call.language, made, open_page, send)


def chosen_window(call: Call) -> str:
    """Where the person wants to be asked; empty where no service tells."""
    try:
        told = client.ask(socket_path(call.config.socket_dir), AskPreferences(), call.config.data_dir)
    except LinkError:
        return ""
    return told.preferences.window if isinstance(told, MyPreferences) else ""


def reason(call: Call, told: TellIt) -> str:
    """Send it; why that was not possible, in words, and nothing when it was."""
    try:
        send(call, told)
    except RefusedError as error:
        return str(call.say(f"link.{error.problem}"))
    except NotRunningError:
        return str(call.say("tray.not_running"))
    except LinkError as error:
        return str(error.told(call.say))
    return ""


def send(call: Call, told: TellIt) -> None:
    """Hand it to the service, which keeps it until it has arrived. Raises LinkError."""
    client.ask(socket_path(call.config.socket_dir), told, call.config.data_dir)


def _hand_in(call: Call, told: TellIt | None) -> int:
    if told is not None:
        send(call, told)
    call.write(call.say("tell.nothing" if told is None else "tell.thanks"))
    return 0


class Dialogue:
    """Asks for it with typed input; who will see it stands before the words."""

    def __init__(self, say: Say, language: str, read: Read, write: Callable[[str], None]) -> None:
        self._say = say
        self._language = language
        self._typed = Typed(say, read)
        self._write = write

    def ask(self) -> TellIt | None:
        """What was told; None for nothing. Where the input ends, nothing is shared."""
        self._write(self._say("tell.who"))
        words = self._typed.line("tell.text_question")[:MOST_WORDS]
        if not words:
            return None
        mood = self._typed.line("tell.mood_question")
        share = self._typed.is_yes("prompt.share_question")
        contact = self._typed.is_yes("prompt.contact_question")
        return TellIt(words, int(mood) if mood in set("12345") else None, share or contact, contact, self._language)


COMMAND = Command(_run, _flags)

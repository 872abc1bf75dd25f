from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.linux import sessions
from barometer_agent.sources.linux.sessions import Session
from barometer_agent.sources.usage import AWAKE, Use

# loginctl show-session of five sessions in a booted Debian 12 (systemd 252): the sign-in screen, a desktop behind
# another one, the desktop in front, its text console, and a session that is being closed
CAPTURED = """\
Remote=no
Type=x11
Class=greeter
Active=no
State=online
IdleHint=no
IdleSinceHint=1795298655613999
LockedHint=no

Remote=no
Type=wayland
Class=user
Active=no
State=online
IdleHint=no
IdleSinceHint=0
LockedHint=yes

Remote=no
Type=wayland
Class=user
Active=yes
State=active
IdleHint=yes
IdleSinceHint=1795298666516575
LockedHint=no

Remote=no
Type=tty
Class=user
Active=no
State=online
IdleHint=no
IdleSinceHint=0
LockedHint=no

Remote=no
Type=wayland
Class=user
Active=yes
State=closing
IdleHint=no
IdleSinceHint=0
LockedHint=no
"""
AT_WORK = Session(greeter=False, active=True, locked=False, idle=False, reports_idle=True)
GREETER = Session(greeter=True, active=True, locked=False, idle=False, reports_idle=True)


def test_local_graphical_sessions_are_read_and_no_others() -> None:
    assert sessions.parse(CAPTURED) == (
        Session(greeter=True, active=False, locked=False, idle=False, reports_idle=True),
        Session(greeter=False, active=False, locked=True, idle=False, reports_idle=False),
        Session(greeter=False, active=True, locked=False, idle=True, reports_idle=True),
    )


def test_a_session_from_afar_is_not_this_laptop_in_use() -> None:
    assert sessions.parse(CAPTURED.replace("Remote=no", "Remote=yes")) == ()


def test_an_unlocked_session_in_front_is_in_use() -> None:
    assert sessions.use((AT_WORK, GREETER)) == Use(True, "input")


@pytest.mark.parametrize(
    "away",
    [
        Session(greeter=False, active=True, locked=True, idle=False, reports_idle=True),
        Session(greeter=False, active=True, locked=False, idle=True, reports_idle=True),
        Session(greeter=False, active=False, locked=False, idle=False, reports_idle=True),
    ],
)
def test_a_session_that_is_locked_idle_or_behind_is_not(away: Session) -> None:
    assert sessions.use((away,)) == Use(False, "input")


def test_a_desktop_that_never_told_idle_from_busy_is_only_known_to_be_unlocked() -> None:
    silent = Session(greeter=False, active=True, locked=False, idle=False, reports_idle=False)
    assert sessions.use((silent,)) == Use(True, "session")


def test_a_sign_in_screen_is_nobody_working() -> None:
    assert sessions.use((GREETER,)) == Use(False, "session")


def test_without_any_graphical_session_awake_counts() -> None:
    assert sessions.use(()) == AWAKE


@given(st.lists(st.builds(Session, *[st.booleans()] * 5)), st.randoms())
def test_the_order_of_sessions_does_not_matter(found: list[Session], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sessions.use(tuple(shuffled)) == sessions.use(tuple(found))


def test_sessions_have_the_names_that_logind_gave_them(tmp_path: Path) -> None:
    for name in ("c2", "c10", "c2.ref"):
        (tmp_path / name).touch()
    assert sessions.names(tmp_path) == ("c10", "c2")
    assert sessions.names(tmp_path / "none") is None


def test_without_session_files_no_process_is_started(tmp_path: Path, programs: Callable[..., Path]) -> None:
    asked = programs(loginctl='touch "$0.asked"') / "loginctl.asked"
    folder = tmp_path / "sessions"
    folder.mkdir()
    (folder / "c1.ref").touch()
    assert sessions.read(tmp_path / "missing") == sessions.read(folder) == ()
    assert not asked.exists()


def test_loginctl_is_asked_about_each_session(tmp_path: Path, programs: Callable[..., Path]) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    for name in ("c2", "c1", "c1.ref"):
        (folder / name).touch()
    programs(loginctl='for last in "$@"; do :; done; [ "$last" = c2 ] && cat <<"END"\n' + CAPTURED + "END\n")
    assert len(sessions.read(folder)) == 3

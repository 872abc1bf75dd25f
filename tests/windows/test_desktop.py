"""What a person's desktop is busy with, through Windows' own functions and a real registry."""

from tests.windows.conftest import Run

LOOK = """
import json
from datetime import UTC, datetime, timedelta
from barometer_agent.sources import desktop
from barometer_agent.sources.windows import last_input, notification_state, own_session
now = datetime.now(UTC)
seen = [desktop.read(now) for _ in range(20)][-1]
kinds = (bool, type(None))
print(json.dumps({
    "state": notification_state.read() != notification_state.Manners(),
    "idle_ms": last_input.idle_ms(),
    "just_now": seen.last_input is not None and timedelta(0) <= now - seen.last_input < timedelta(days=1),
    "truths": all(isinstance(each, kinds) for each in (
        seen.locked, seen.do_not_disturb, seen.full_screen, seen.presenting, seen.in_call)),
    "began": seen.session_since is None or seen.session_since <= now,
}))
"""
CALL = r"""
import json, winreg
from barometer_agent.sources.windows import consent
SINCE_US, EPOCH = 1_795_298_666_516_575, 116_444_736_000_000_000
STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
def note(path, start_us, stop):
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{STORE}\{path}") as key:
        winreg.SetValueEx(key, "LastUsedTimeStart", 0, winreg.REG_QWORD, start_us * 10 + EPOCH)
        winreg.SetValueEx(key, "LastUsedTimeStop", 0, winreg.REG_QWORD, stop)
told = [consent.is_in_use(SINCE_US)]
note(r"webcam\Example.Other", SINCE_US - 1, 0)
told.append(consent.is_in_use(SINCE_US))
note(r"microphone\NonPackaged\C:#Example#meet.exe", SINCE_US + 1, 0)
told.append(consent.is_in_use(SINCE_US))
note(r"microphone\NonPackaged\C:#Example#meet.exe", SINCE_US + 1, SINCE_US * 10 + EPOCH + 20)
told.append(consent.is_in_use(SINCE_US))
print(json.dumps(told))
"""


def test_a_desktop_is_read_again_and_again_and_never_a_fault(run: Run) -> None:
    [told] = run(LOOK)
    assert isinstance(told.pop("idle_ms"), int)
    assert told == {"state": True, "just_now": True, "truths": True, "began": True}


def test_a_real_registry_tells_of_a_call_while_it_lasts(run: Run) -> None:
    assert run(CALL) == [[None, False, True, False]]

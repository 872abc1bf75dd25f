"""The program as macOS sees it: without a place in the Dock, with one loop of events in its first thread."""

import signal
from collections.abc import Callable
from typing import Any

from barometer_agent.tray.host import NoDesktopError

Work = Callable[[], None]


def loaded() -> Any:
    """AppKit, with Foundation, as pyobjc gives it. Raises NoDesktopError where it cannot be had."""
    try:
        import AppKit
    except ImportError as error:
        raise NoDesktopError(str(error)) from error
    return AppKit


def begun(kit: Any) -> Any:
    """The application, with no icon in the Dock and no menu of its own."""
    app = kit.NSApplication.sharedApplication()
    app.setActivationPolicy_(kit.NSApplicationActivationPolicyAccessory)
    return app


def need_screen(kit: Any) -> None:
    """Raises NoDesktopError where nothing could be seen now. An icon waits for a screen; a question does not."""
    if kit.NSScreen.mainScreen() is None:
        raise NoDesktopError("no screen")


def dies_at_once() -> None:
    """Ctrl-C ends it, as launchd does: a handler of Python would wait for a line of Python to run."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def on_main(kit: Any, work: Work) -> None:
    """Have the first thread do ``work`` as soon as it can, also while a menu or an alert is open; from any thread.

    Work that waits for a person would keep all work after it waiting: it belongs in a timer.
    """
    kit.NSOperationQueue.mainQueue().addOperationWithBlock_(work)


def timer(kit: Any, target: Any, name: str, seconds: float) -> Any:
    """A timer that tells ``target`` its name once, also while a menu or an alert is open. From the first thread."""
    make = kit.NSTimer.timerWithTimeInterval_target_selector_userInfo_repeats_
    made = make(seconds, target, "elapsed:", name, False)
    kit.NSRunLoop.currentRunLoop().addTimer_forMode_(made, kit.NSRunLoopCommonModes)
    return made


def at_the_end(kit: Any, target: Any) -> None:
    """Have ``target`` told when macOS ends the program, as it does when somebody signs out."""
    center, end = kit.NSNotificationCenter.defaultCenter(), kit.NSApplicationWillTerminateNotification
    center.addObserver_selector_name_object_(target, "ending:", end, None)


def stop(kit: Any) -> None:
    """Let ``run`` of the application return. From the first thread.

    Whether it was stopped is looked at after an event alone, so there is one.
    """
    app = kit.NSApplication.sharedApplication()
    app.stop_(None)
    make = kit.NSEvent.otherEventWithType_location_modifierFlags_timestamp_windowNumber_context_subtype_data1_data2_
    event = make(kit.NSEventTypeApplicationDefined, (0.0, 0.0), 0, 0.0, 0, None, 0, 0, 0)
    app.postEvent_atStart_(event, True)

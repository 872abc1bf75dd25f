"""AppKit as far as the tray uses it: its application, its alerts, its time, and a person in front of them.

As Apple documents it, an alert is stopped by ``stopModalWithCode:`` in what answers an event, which a click is, and by
``abortModal`` in a timer; the application looks whether it was stopped after an event alone. Time passes only when
nothing else is to be done.
"""
# ruff: noqa: N802

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.agent.tray.macos import views_of_appkit as views
from tests.agent.tray.macos.person import Person, send
from tests.agent.tray.macos.views_of_appkit import Held, NSButton, properties

Step = Callable[[Person], None]


@properties("frameOrigin", "initialFirstResponder", "frame", "preventsApplicationTerminationWhenModal")
class NSWindow(Held):
    fronts = 0

    def orderFrontRegardless(self) -> None:
        self.fronts += 1


@dataclass
class NSScreen:
    visible: Any

    def visibleFrame(self) -> Any:
        return self.visible


@dataclass(eq=False)
class NSTimer:
    at: float
    target: Any
    name: str
    is_valid: bool = True

    def userInfo(self) -> str:
        return self.name

    def invalidate(self) -> None:
        self.is_valid = False


@properties("messageText", "informativeText", "accessoryView", "icon", "alertStyle")
class NSAlert(Held):
    kit: "Kit"

    def __init__(self) -> None:
        super().__init__()
        self.buttons: list[NSButton] = []
        self.shown_in = NSWindow()
        self.is_laid_out = False

    def addButtonWithTitle_(self, title: str) -> NSButton:
        made: NSButton = NSButton.buttonWithTitle_target_action_(title, None, None)
        made.held.update(tag=1000 + len(self.buttons), keyEquivalent="" if self.buttons else "\r")
        self.buttons.append(made)
        return made

    def window(self) -> NSWindow:
        return self.shown_in

    def layout(self) -> None:
        self.is_laid_out = True

    def runModal(self) -> int:
        if not self.buttons:
            self.addButtonWithTitle_("OK")
        app = self.kit.app
        app.modal = None
        self.kit.alerts.append(self)
        self.shown_in.held["frameOrigin"] = "the middle"
        while app.modal is None:
            self.kit.happen(self)
        return app.modal


@properties("activationPolicy")
class NSApplication(Held):
    def __init__(self, kit: "Kit") -> None:
        super().__init__()
        self.kit = kit
        self.modal: int | None = None
        self.events = 0
        self.answers: str = ""  # what it is busy with: an event, a timer, a block
        self.stopped = False
        self.activated = 0

    def activateIgnoringOtherApps_(self, ignoring: bool) -> None:
        assert ignoring
        self.activated += 1

    def stopModalWithCode_(self, code: int) -> None:
        assert self.answers == "event"
        self.modal = code

    def abortModal(self) -> None:
        assert self.answers == "timer"
        self.modal = self.kit.NSModalResponseAbort

    @contextmanager
    def answering(self, what: str) -> Iterator[None]:
        before, self.answers = self.answers, what
        yield
        self.answers = before
        self.events += what == "event"

    def stop_(self, _sender: None) -> None:
        self.stopped, self.events = True, 0

    def postEvent_atStart_(self, event: tuple[object, ...], at_start: bool) -> None:
        assert event[0] == self.kit.NSEventTypeApplicationDefined
        assert at_start
        self.events += 1

    def run(self) -> None:
        while not (self.stopped and self.events):
            if not self.kit.fire(0.0):
                self.kit.do_block()


class Kit:
    """What ``import AppKit`` gives. ``steps`` is what the person does in each alert, one after the other."""

    NSObject, NSButton, NSTextField, NSPopUpButton = views.NSObject, NSButton, views.NSTextField, views.NSPopUpButton
    NSStackView, NSMenu, NSMenuItem, NSImage = views.NSStackView, views.NSMenu, views.NSMenuItem, views.NSImage
    NSData, NSFont, NSColor = views.NSData, views.NSFont, views.NSColor
    NSApplicationActivationPolicyAccessory = 1
    NSAlertStyleInformational = 1
    NSModalResponseAbort = -1001
    NSControlStateValueOff, NSControlStateValueOn = 0, 1
    NSImageAbove = 5
    NSBezelStyleRegularSquare = 2
    NSUserInterfaceLayoutOrientationVertical = 1
    NSLayoutAttributeLeading = 5
    NSStackViewDistributionFillEqually, NSStackViewDistributionEqualSpacing = 1, 3
    NSSquareStatusItemLength = -2.0
    NSEventTypeApplicationDefined = 15
    NSRunLoopCommonModes = "kCFRunLoopCommonModes"
    NSApplicationWillTerminateNotification = "NSApplicationWillTerminateNotification"

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.alerts: list[NSAlert] = []
        self.status_items: list[views.NSStatusItem] = []
        self.blocks: queue.Queue[Callable[[], None]] = queue.Queue()
        self.timers: list[NSTimer] = []
        self.seconds = 0.0
        self.screen: NSScreen | None = NSScreen(((0.0, 70.0), (1440.0, 805.0)))
        self.app = NSApplication(self)
        self.NSAlert = type("NSAlert", (NSAlert,), {"kit": self})
        self.NSApplication = self.NSScreen = self.NSStatusBar = self.NSRunLoop = self.NSTimer = self
        self.NSOperationQueue = self.NSEvent = self.NSNotificationCenter = self
        self.observers: list[tuple[Any, str]] = []

    def sharedApplication(self) -> NSApplication:
        return self.app

    def mainScreen(self) -> NSScreen | None:
        return self.screen

    def systemStatusBar(self) -> "Kit":
        return self

    def statusItemWithLength_(self, length: float) -> views.NSStatusItem:
        assert length == self.NSSquareStatusItemLength
        self.status_items.append(views.NSStatusItem())
        return self.status_items[-1]

    def removeStatusItem_(self, item: views.NSStatusItem) -> None:
        self.status_items.remove(item)

    def mainQueue(self) -> "Kit":
        return self

    def addOperationWithBlock_(self, block: Callable[[], None]) -> None:
        self.blocks.put(block)

    def defaultCenter(self) -> "Kit":
        return self

    def addObserver_selector_name_object_(self, observer: Any, selector: str, name: str, of: None) -> None:
        assert name == self.NSApplicationWillTerminateNotification
        self.observers.append((observer, selector))

    def terminate(self) -> None:
        """As when somebody signs out: who observes is told, and the program does not go on."""
        for observer, selector in self.observers:
            send(observer, selector, None)
        raise SystemExit

    def currentRunLoop(self) -> "Kit":
        return self

    def timerWithTimeInterval_target_selector_userInfo_repeats_(
        self, seconds: float, target: Any, selector: str, name: str, repeats: bool
    ) -> NSTimer:
        assert (selector, repeats) == ("elapsed:", False)
        return NSTimer(self.seconds + seconds, target, name)

    def addTimer_forMode_(self, timer: NSTimer, mode: str) -> None:
        assert mode == self.NSRunLoopCommonModes
        self.timers.append(timer)

    def otherEventWithType_location_modifierFlags_timestamp_windowNumber_context_subtype_data1_data2_(
        self, *what: object
    ) -> tuple[object, ...]:
        assert len(what) == 9
        return what

    def fire(self, within: float) -> bool:
        """The next timer, if it is due within so many seconds."""
        waiting = [timer for timer in self.timers if timer.is_valid]
        due = min(waiting, key=lambda timer: timer.at, default=None)
        if due is None or due.at > self.seconds + within:
            return False
        self.seconds = max(self.seconds, due.at)
        due.is_valid = False
        with self.app.answering("timer"):
            send(due.target, "elapsed:", due)
        return True

    def do_block(self) -> None:
        """The next one, when it comes."""
        block = self.blocks.get(timeout=20)
        with self.app.answering("block"):
            block()

    def happen(self, alert: NSAlert) -> None:
        """What happens next while ``alert`` is open: what is due, what the person does, or time passing."""
        if self.fire(0.0):
            return
        if self.steps:
            with self.app.answering("event"):
                self.steps.pop(0)(Person(self.app, alert))
        elif not self.blocks.empty():
            self.do_block()
        else:
            assert self.fire(float("inf")), "the alert stays for ever"

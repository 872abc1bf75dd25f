"""The controls of AppKit as far as the tray uses them: the same classes and selectors, with nothing to see.

Selectors are written as pyobjc writes them, one underscore for each argument. What is not here is not used: a call of
it fails.
"""
# ruff: noqa: N802

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any


class NSObject:
    @classmethod
    def alloc(cls) -> Any:
        return cls.__new__(cls)

    def init(self) -> Any:
        self.__init__()  # type: ignore[misc]
        return self


def properties(*names: str) -> Callable[[type], type]:
    """Gives a class a getter and a setter for each, as Objective-C calls them."""

    def add(kind: type) -> type:
        for name in names:
            setter = f"set{name[0].upper()}{name[1:]}_"
            getter = f"is{name[0].upper()}{name[1:]}" if name == "enabled" else name
            setattr(kind, setter, lambda self, value, name=name: self.held.__setitem__(name, value))
            setattr(kind, getter, lambda self, name=name: self.held.get(name, DEFAULTS.get(name)))
        return kind

    return add


DEFAULTS = {
    "enabled": True,
    "state": 0,
    "tag": 0,
    "stringValue": "",
    "keyEquivalent": "",
    "frame": ((0, 0), (420, 300)),
}


class Held(NSObject):
    def __init__(self) -> None:
        self.held: dict[str, Any] = {}


@dataclass
class Constraint:
    held: float
    active: bool = False

    def setActive_(self, active: bool) -> None:
        self.active = active


@dataclass
class Anchor:
    made: list[Constraint] = field(default_factory=list)

    def constraintEqualToConstant_(self, points: float) -> Constraint:
        self.made.append(Constraint(points))
        return self.made[-1]


@properties("accessibilityLabel", "accessibilityHelp", "toolTip", "translatesAutoresizingMaskIntoConstraints")
class NSView(Held):
    def __init__(self) -> None:
        super().__init__()
        self.below: list[NSView] = []
        self.width, self.height = Anchor(), Anchor()

    def initWithFrame_(self, frame: Any) -> Any:
        self.__init__()  # type: ignore[misc]
        self.held["frame"] = frame
        return self

    def widthAnchor(self) -> Anchor:
        return self.width

    def heightAnchor(self) -> Anchor:
        return self.height


@properties("tag", "enabled", "font", "target", "action", "stringValue")
class NSControl(NSView):
    pass


@properties("title", "state", "keyEquivalent", "image", "imagePosition", "bezelStyle")
class NSButton(NSControl):
    is_box = False

    @classmethod
    def buttonWithTitle_target_action_(cls, title: str, target: Any, action: str | None) -> Any:
        made = cls()
        made.held.update(title=title, target=target, action=action)
        return made

    @classmethod
    def checkboxWithTitle_target_action_(cls, title: str, target: Any, action: str) -> Any:
        made = cls.buttonWithTitle_target_action_(title, target, action)
        made.is_box = True
        return made


@properties("delegate", "textColor", "preferredMaxLayoutWidth", "usesSingleLineMode")
class NSTextField(NSControl):
    is_label = False

    @classmethod
    def wrappingLabelWithString_(cls, text: str) -> Any:
        made = cls()
        made.held["stringValue"] = text
        made.is_label = True
        return made

    @classmethod
    def labelWithString_(cls, text: str) -> Any:
        return cls.wrappingLabelWithString_(text)

    def cell(self) -> "NSCell":
        return NSCell()


class NSCell:
    def setScrollable_(self, scrolls: bool) -> None:
        assert scrolls


class NSPopUpButton(NSControl):
    def initWithFrame_pullsDown_(self, frame: Any, pulls_down: bool) -> Any:
        assert not pulls_down
        made = self.initWithFrame_(frame)
        made.lines, made.chosen = NSMenu.alloc().init(), 0
        return made

    def menu(self) -> "NSMenu":
        lines: NSMenu = self.lines
        return lines

    def selectItemAtIndex_(self, index: int) -> None:
        assert 0 <= index < len(self.lines.items)
        self.chosen = index

    def indexOfSelectedItem(self) -> int:
        return self.chosen


@properties("orientation", "alignment", "distribution", "spacing", "frameSize")
class NSStackView(NSView):
    @classmethod
    def stackViewWithViews_(cls, views: list[NSView]) -> Any:
        made = cls()
        made.below = list(views)
        return made

    def fittingSize(self) -> tuple[float, float]:
        """As high as what is written in it."""
        return 380.0, float(sum(len(view.held.get("stringValue", "")) for view in all_below(self)))


@properties("title", "target", "tag", "enabled", "state", "submenu")
class NSMenuItem(Held):
    is_separator = False

    def initWithTitle_action_keyEquivalent_(self, title: str, action: str | None, key: str) -> Any:
        self.__init__()  # type: ignore[misc]
        self.held.update(title=title, action=action, keyEquivalent=key)
        return self

    @classmethod
    def separatorItem(cls) -> Any:
        made = cls()
        made.is_separator = True
        return made


@properties("delegate", "autoenablesItems")
class NSMenu(Held):
    def __init__(self) -> None:
        super().__init__()
        self.items: list[NSMenuItem] = []

    def addItem_(self, item: NSMenuItem) -> None:
        self.items.append(item)

    def addItemWithTitle_action_keyEquivalent_(self, title: str, action: str | None, key: str) -> Any:
        self.addItem_(NSMenuItem.alloc().initWithTitle_action_keyEquivalent_(title, action, key))
        return self.items[-1]

    def removeAllItems(self) -> None:
        self.items.clear()


@properties("menu")
class NSStatusItem(Held):
    def __init__(self) -> None:
        super().__init__()
        self.shown = NSButton()

    def button(self) -> NSButton:
        return self.shown


@properties("size", "template")
class NSImage(Held):
    def initWithData_(self, data: "NSData") -> Any:
        self.__init__()  # type: ignore[misc]
        self.data = data.bytes
        return self


class NSData:
    def __init__(self, data: bytes) -> None:
        self.bytes = data

    @classmethod
    def dataWithBytes_length_(cls, data: bytes, length: int) -> Any:
        assert len(data) == length
        return cls(data)


class NSFont:
    @staticmethod
    def smallSystemFontSize() -> float:
        return 11.0

    @staticmethod
    def systemFontOfSize_(points: float) -> float:
        return points


class NSColor:
    @staticmethod
    def secondaryLabelColor() -> str:
        return "secondary"


def all_below(view: NSView) -> Iterator[NSView]:
    yield view
    for each in view.below:
        yield from all_below(each)

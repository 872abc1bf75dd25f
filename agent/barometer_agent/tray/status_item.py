"""The icon on the session bus, as org.kde.StatusNotifierItem says it: a panel asks for the picture and draws it."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from dbus_fast import PropertyAccess
from dbus_fast.annotations import DBusBool, DBusInt32, DBusObjectPath, DBusSignature, DBusStr
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from barometer_agent.tray import dbus_menu
from barometer_agent.tray.icon import Pixmap

PATH = "/StatusNotifierItem"

Pixmaps = Annotated[list[list[Any]], DBusSignature("a(iiay)")]
ToolTip = Annotated[list[Any], DBusSignature("(sa(iiay)ss)")]


class StatusItem(ServiceInterface):
    """An icon called ``title`` that calls ``clicked`` when it is clicked with the left button."""

    def __init__(self, title: str, tip: str, pixmaps: Sequence[Pixmap], clicked: Callable[[], None]) -> None:
        super().__init__("org.kde.StatusNotifierItem")
        self._title = title
        self._tip = tip
        self._pixmaps = [list(pixmap) for pixmap in pixmaps]
        self._clicked = clicked

    def tell(self, tip: str) -> None:
        """What the mouse is told that rests on the icon."""
        if tip != self._tip:
            self._tip = tip
            self.new_tool_tip()

    @dbus_property(PropertyAccess.READ, "Category")
    def category(self) -> DBusStr:
        return "ApplicationStatus"

    @dbus_property(PropertyAccess.READ, "Id")
    def id(self) -> DBusStr:
        return "barometer"

    @dbus_property(PropertyAccess.READ, "Title")
    def title(self) -> DBusStr:
        return self._title

    @dbus_property(PropertyAccess.READ, "Status")
    def status(self) -> DBusStr:
        """Never "NeedsAttention": panels let that blink."""
        return "Active"

    @dbus_property(PropertyAccess.READ, "WindowId")
    def window_id(self) -> DBusInt32:
        return 0

    @dbus_property(PropertyAccess.READ, "IconName")
    def icon_name(self) -> DBusStr:
        """None: a theme's icon would not be ours."""
        return ""

    @dbus_property(PropertyAccess.READ, "IconPixmap")
    def icon_pixmap(self) -> Pixmaps:
        return self._pixmaps

    @dbus_property(PropertyAccess.READ, "ToolTip")
    def tool_tip(self) -> ToolTip:
        return ["", [], self._title, self._tip]

    @dbus_property(PropertyAccess.READ, "ItemIsMenu")
    def item_is_menu(self) -> DBusBool:
        return False

    @dbus_property(PropertyAccess.READ, "Menu")
    def menu(self) -> DBusObjectPath:
        return dbus_menu.PATH

    @dbus_method("Activate")
    def activate(self, _x: DBusInt32, _y: DBusInt32) -> None:
        self._clicked()

    @dbus_method("SecondaryActivate")
    def secondary_activate(self, _x: DBusInt32, _y: DBusInt32) -> None:
        """The middle button: as the left one, so that no click is without an answer."""
        self._clicked()

    @dbus_method("ContextMenu")
    def context_menu(self, _x: DBusInt32, _y: DBusInt32) -> None:
        """The panel draws the menu itself."""

    @dbus_method("Scroll")
    def scroll(self, _delta: DBusInt32, _orientation: DBusStr) -> None:
        """Nothing here turns."""

    @dbus_signal("NewToolTip")
    def new_tool_tip(self) -> None:
        """The panel asks again."""

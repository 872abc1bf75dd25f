"""The menu on the session bus, as com.canonical.dbusmenu says it: a panel asks for the layout and draws it itself."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

from dbus_fast import PropertyAccess, Variant
from dbus_fast.annotations import DBusBool, DBusInt32, DBusSignature, DBusStr, DBusUInt32, DBusVariant
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from barometer_agent.tray.menu import Entry

PATH = "/MenuBar"
_ROOT = 0

Texts = Annotated[list[str], DBusSignature("as")]
Numbers = Annotated[list[int], DBusSignature("ai")]
Layout = Annotated[tuple[int, list[Any]], DBusSignature("u(ia{sv}av)")]
Groups = Annotated[list[list[Any]], DBusSignature("a(ia{sv})")]
Events = Annotated[list[list[Any]], DBusSignature("a(isvu)")]
Shown = Annotated[tuple[list[int], list[int]], DBusSignature("aiai")]
Updated = Annotated[tuple[int, int], DBusSignature("ui")]


class DBusMenu(ServiceInterface):
    """Shows ``entries`` and calls ``chosen`` with the id of the one that was clicked.

    ``about_to_show`` is awaited before the menu opens: what it shows may have changed since.
    """

    def __init__(
        self, entries: Sequence[Entry], chosen: Callable[[int], None], about_to_show: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__("com.canonical.dbusmenu")
        self._entries = tuple(entries)
        self._chosen = chosen
        self._about_to_show = about_to_show
        self._revision = 1

    def show(self, entries: Sequence[Entry]) -> None:
        """From now on these; told to the panel where they differ."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._revision += 1
            self.layout_updated()

    @dbus_property(PropertyAccess.READ, "Version")
    def version(self) -> DBusUInt32:
        return 3

    @dbus_property(PropertyAccess.READ, "Status")
    def status(self) -> DBusStr:
        return "normal"

    @dbus_property(PropertyAccess.READ, "TextDirection")
    def text_direction(self) -> DBusStr:
        return "ltr"

    @dbus_property(PropertyAccess.READ, "IconThemePath")
    def icon_theme_path(self) -> Texts:
        return []

    @dbus_method("GetLayout")
    def get_layout(self, parent: DBusInt32, _depth: DBusInt32, _names: Texts) -> Layout:
        """The menu is one level deep: an entry has nothing below it."""
        if parent != _ROOT:
            return self._revision, [parent, self._told(parent), []]
        below = [Variant("(ia{sv}av)", [entry.id, _properties(entry), []]) for entry in self._entries]
        return self._revision, [_ROOT, self._told(_ROOT), below]

    @dbus_method("GetGroupProperties")
    def get_group_properties(self, ids: Numbers, _names: Texts) -> Groups:
        """Of those ids, or of all where none is named."""
        known = [_ROOT, *(entry.id for entry in self._entries)]
        return [[one, self._told(one)] for one in known if one in ids or not ids]

    @dbus_method("GetProperty")
    def get_property(self, one: DBusInt32, name: DBusStr) -> DBusVariant:
        return self._told(one).get(name, Variant("s", ""))

    @dbus_method("Event")
    def event(self, one: DBusInt32, kind: DBusStr, _data: DBusVariant, _at: DBusUInt32) -> None:
        self._happened(one, kind)

    @dbus_method("EventGroup")
    def event_group(self, events: Events) -> Numbers:
        """The ids that are not there."""
        for one, kind, _data, _at in events:
            self._happened(one, kind)
        known = {_ROOT, *(entry.id for entry in self._entries)}
        return [one for one, *_ in events if one not in known]

    @dbus_method("AboutToShow")
    async def about_to_show(self, _one: DBusInt32) -> DBusBool:
        """Whether the layout must be asked for again."""
        before = self._revision
        await self._about_to_show()
        return self._revision != before

    @dbus_method("AboutToShowGroup")
    async def about_to_show_group(self, ids: Numbers) -> Shown:
        before = self._revision
        await self._about_to_show()
        return (list(ids) if self._revision != before else []), []

    @dbus_signal("LayoutUpdated")
    def layout_updated(self) -> Updated:
        return self._revision, _ROOT

    def _happened(self, one: int, kind: str) -> None:
        if kind == "clicked" and any(entry.id == one and entry.enabled for entry in self._entries):
            self._chosen(one)

    def _told(self, one: int) -> dict[str, Variant]:
        if one == _ROOT:
            return {"children-display": Variant("s", "submenu")}
        return next((_properties(entry) for entry in self._entries if entry.id == one), {})


def _properties(entry: Entry) -> dict[str, Variant]:
    if not entry.label:
        return {"type": Variant("s", "separator")}
    # An underscore would mark the letter of an access key, and is doubled to be itself.
    label = entry.label.replace("_", "__")
    return {"label": Variant("s", label), "enabled": Variant("b", entry.enabled)}

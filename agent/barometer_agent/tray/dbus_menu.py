"""The menu on the session bus, as com.canonical.dbusmenu says it: a panel asks for the layout and draws it itself."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

from dbus_fast import PropertyAccess, Variant
from dbus_fast.annotations import DBusBool, DBusInt32, DBusSignature, DBusStr, DBusUInt32, DBusVariant
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from barometer_agent.tray.menu import Entry, every

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
    def get_layout(self, parent: DBusInt32, depth: DBusInt32, _names: Texts) -> Layout:
        """What lies below ``parent``, so many levels deep; all of it where ``depth`` is negative."""
        return self._revision, [parent, self._told(parent), _below(self._children(parent), depth)]

    @dbus_method("GetGroupProperties")
    def get_group_properties(self, ids: Numbers, _names: Texts) -> Groups:
        """Of those ids, or of all where none is named."""
        return [[one, self._told(one)] for one in self._known() if one in ids or not ids]

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
        return [one for one, *_ in events if one not in self._known()]

    @dbus_method("AboutToShow")
    async def about_to_show(self, one: DBusInt32) -> DBusBool:
        """Whether the layout must be asked for again; what opens beside a line is as new as the menu it is in."""
        before = self._revision
        if one == _ROOT:
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
        entry = self._entry(one)
        if kind == "clicked" and entry and entry.enabled and not entry.children:
            self._chosen(one)

    def _known(self) -> list[int]:
        return [_ROOT, *(entry.id for entry in every(self._entries))]

    def _entry(self, one: int) -> Entry | None:
        return next((entry for entry in every(self._entries) if entry.id == one), None)

    def _children(self, one: int) -> tuple[Entry, ...]:
        entry = self._entry(one)
        return self._entries if one == _ROOT else entry.children if entry else ()

    def _told(self, one: int) -> dict[str, Variant]:
        if one == _ROOT:
            return {"children-display": Variant("s", "submenu")}
        entry = self._entry(one)
        return _properties(entry) if entry else {}


def _below(entries: Sequence[Entry], depth: int) -> list[Variant]:
    if depth == 0:
        return []
    told = ([entry.id, _properties(entry), _below(entry.children, depth - 1)] for entry in entries)
    return [Variant("(ia{sv}av)", one) for one in told]


def _properties(entry: Entry) -> dict[str, Variant]:
    if not entry.label:
        return {"type": Variant("s", "separator")}
    # An underscore would mark the letter of an access key, and is doubled to be itself.
    label = entry.label.replace("_", "__")
    told = {"label": Variant("s", label), "enabled": Variant("b", entry.enabled)}
    if entry.checked is not None:
        told["toggle-type"] = Variant("s", "radio" if entry.one_of else "checkmark")
        told["toggle-state"] = Variant("i", int(entry.checked))
    if entry.children:
        told["children-display"] = Variant("s", "submenu")
    return told

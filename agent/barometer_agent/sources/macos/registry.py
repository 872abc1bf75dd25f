"""The I/O registry, in which drivers say what they know. Source: ioreg(8)."""

from typing import Any

from barometer_agent.sources.macos import programs, property_list


def entries(*selection: str) -> list[dict[str, Any]]:
    """The properties of what ``selection`` (arguments of ioreg) matches, as many as there are.

    Raises NoData where ioreg gives no answer.
    """
    return parse(programs.answer("ioreg", "-a", *selection))


def parse(text: str) -> list[dict[str, Any]]:
    """The entries in the property list of ``ioreg -a``, which prints nothing at all where nothing matches."""
    return property_list.dictionaries(property_list.parse(text, "ioreg")) if text.strip() else []

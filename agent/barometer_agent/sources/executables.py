"""What a program is called without saying whose it is: an executable's own name, out of what a system tells of it."""

import re

UNKNOWN = "unknown"
MOST_CHARACTERS = 120
_SEPARATOR = re.compile(r"[/\\]")
_HOME = re.compile(r"(?:^|[/\\])(?:users|home|documents and settings)[/\\]([^/\\]+)[/\\]", re.IGNORECASE)
_NAMES = re.compile(r"[^\W_]+")
_SHORT = 2  # letters: so short a name is looked for as a word, or it would be found in most programs
# somebody's address; of systemd's templates (getty@.service) the part that may name somebody is gone already
_ADDRESS = re.compile(r"@(?!\.(?:service|socket|target|timer|path)$)")


def own_name(told: str, path: str = "") -> str:
    """The last part of what may be a path of any system, printable and bounded; UNKNOWN where there is none.

    UNKNOWN too where it may name a person: it holds an ``@``, or the name of the home folder that the program lay in,
    by ``path`` or by ``told`` itself (``jan-cv.exe`` in ``C:\\Users\\jan``).
    """
    name = printable(_SEPARATOR.split(told)[-1]).strip()[:MOST_CHARACTERS]
    nameless = name in ("", ".", "..")
    return UNKNOWN if nameless or _ADDRESS.search(name) or _names_home(name, path or told) else name


def printable(text: str) -> str:
    """``text`` with a question mark for whatever cannot be seen: control, format and private characters, ends of lines.

    So U+202E, which turns what follows around, makes no ``fdp.exe`` of ``exe.pdf``.
    """
    return text if text.isprintable() else "".join(one if one.isprintable() else "?" for one in text)


def _names_home(name: str, path: str) -> bool:
    found = _HOME.search(path)
    if not found:
        return False
    words = {word.casefold() for word in _NAMES.findall(name)}
    parts = [part.casefold() for part in (found[1], *_NAMES.findall(found[1]))]
    return any(part in name.casefold() if len(part) > _SHORT else part in words for part in parts)

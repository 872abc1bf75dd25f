"""Names of teams."""

import re
import unicodedata

LONGEST_NAME = 120
LONGEST_SLUG = 64


def slug_of(name: str) -> str:
    """The name as it stands in addresses: lower-case letters and digits with ``-`` between; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_SLUG].rstrip("-")


def wrong_with_name(name: str) -> str:
    """What is wrong with ``name`` as the name of a team; "" when nothing is."""
    if not name.strip() or len(name) > LONGEST_NAME:
        return f"between 1 and {LONGEST_NAME} characters"
    if not name.isprintable():
        return "printable characters only"
    if not slug_of(name):
        return "at least one letter a-z or digit, for its address"
    return ""

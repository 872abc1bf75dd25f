"""Who may do what: roles, rights, and what a password and a name must be like."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

SESSION_LASTS = timedelta(hours=12)  # a working day; after it one signs in again
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 512
_NAME = re.compile(r"[A-Za-z0-9._@+-]{1,120}")


class Right(StrEnum):
    """What a route asks of its caller. Every route names exactly one."""

    PUBLIC = "public"  # anybody: health, the sign-in page, static files, enrolment with a token
    DEVICE = "device"  # the route checks the device's own key
    SEE_SCORES = "see_scores"  # the fleet and its teams
    SEE_DEVICES = "see_devices"  # single laptops
    SEE_METRICS = "see_metrics"  # the collector's own health, for Prometheus
    ADMINISTER = "administer"


class Role(StrEnum):
    """What a person or a script is to this installation."""

    VIEWER = "viewer"
    OPERATIONS = "operations"
    ADMINISTRATOR = "administrator"
    MONITORING = "monitoring"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.SEE_SCORES}),
    Role.OPERATIONS: frozenset({Right.SEE_SCORES, Right.SEE_DEVICES}),
    Role.ADMINISTRATOR: frozenset({Right.SEE_SCORES, Right.SEE_DEVICES, Right.SEE_METRICS, Right.ADMINISTER}),
    Role.MONITORING: frozenset({Right.SEE_METRICS}),
}


@dataclass(frozen=True)
class Caller:
    """Who speaks. ``account_id`` and ``csrf`` are set for people in a browser only."""

    name: str
    role: Role
    account_id: int | None = None
    language: str = ""  # empty: as the browser asks
    csrf: str = ""

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]


@dataclass(frozen=True)
class Rule:
    """A rule that was broken: which field, what it says, and what to do."""

    field: str
    rule: str
    fix: str


def broken_rule(name: str, password: str) -> Rule | None:
    """The first rule that a new account's name or password breaks; None when both may be used.

    Length is what makes a password hard to guess; composition rules are not asked (NIST SP 800-63B, 3.1.1.2).
    """
    if not _NAME.fullmatch(name):
        return Rule(
            "name", "1 to 120 letters, digits or . _ @ + -", "choose another name, for example an e-mail address"
        )
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return Rule("password", f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters", "a few words together will do")
    if name.lower() in password.lower() and len(password) < len(name) + SHORTEST_PASSWORD:
        return Rule(
            "password", "not the name with a little added", "choose words that have nothing to do with the name"
        )
    return None

"""Who may sign in to the demo: one administrator and one API token, the same ones at every start."""

import secrets
from datetime import datetime

from barometer_collector.database import Database
from barometer_collector.demo.memory import Memory
from barometer_collector.errors import ProblemError
from barometer_collector.people import service
from barometer_collector.people.rules import Role

_WORDS = (
    "amber", "basalt", "canal", "dune", "ebb", "fjord", "gable", "harbour", "island", "juniper", "kite", "lantern",
    "meadow", "north", "orchard", "polder", "quay", "river", "storm", "tulip", "umber", "vane", "willow", "zephyr",
)  # fmt: skip
_WORDS_IN_A_PASSWORD = 5


def ensure_people(database: Database, now: datetime, memory: Memory) -> None:
    """Make sure that ``memory`` holds a sign-in and an API token that work; what is missing is made and noted."""
    if not memory.password:
        memory.password = "-".join(secrets.choice(_WORDS) for _ in range(_WORDS_IN_A_PASSWORD))
    if service.verify_password(database, memory.user, memory.password) is None:
        _make_account(database, now, memory)
    if not memory.api_token or service.caller_of_api_token(database, now, memory.api_token) is None:
        memory.api_token = service.create_api_token(database, now, "demo", Role.ADMINISTRATOR)


def _make_account(database: Database, now: datetime, memory: Memory) -> None:
    try:
        service.create_account(database, now, memory.user, memory.password, Role.ADMINISTRATOR)
    except ProblemError as problem:
        if problem.problem.status != 409:
            raise
        service.set_password(database, memory.user, memory.password)

"""Whether a collector is ready to be sent work to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Readiness:
    """``checks`` tells "ok" or what is wrong, by name."""

    checks: dict[str, str]

    @property
    def ready(self) -> bool:
        return all(said == "ok" for said in self.checks.values())


def judge(*, database_error: str, schema_is_current: bool, intake_is_full: bool) -> Readiness:
    """Ready is: the database answers, its schema is this collector's, and the intake has room."""
    schema = "ok" if schema_is_current else "not of this version: run barometer-collector migrate"
    return Readiness(
        {
            "database": database_error or "ok",
            "schema": "not known" if database_error else schema,
            "intake": "at its limit" if intake_is_full else "ok",
        }
    )

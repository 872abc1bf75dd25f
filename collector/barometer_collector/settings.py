"""How this collector is set up. Read once at start; a wrong value stops it with name, value and fix."""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import msgspec

from barometer_shared.protocol import MAX_TARGETS, Target

LOWEST_RESPONDENTS = 3  # no setting may show the answers of fewer people than this
EVENT_QUESTIONS = ("crash", "slow_boot", "ticket")  # what people may be asked about after it happened
_SECRET_BYTES = 32
_NONE = "none"
_DATABASE = re.compile(r"^(sqlite:///|postgres(ql)?(\+psycopg)?://)")


class SettingsError(Exception):
    """A setting that cannot be used; the message names it, its value and what to do."""


@dataclass(frozen=True)
class Budget:
    """What raw samples may take of the disk: so many bytes, or so many percent of the volume; one of the two is 0."""

    bytes: int = 0
    percent: int = 0


@dataclass(frozen=True)
class Keep:
    """How long what is kept; ``privacy/retention/promises.toml`` names the tables."""

    raw_days: int = 30
    device_days_months: int = 13
    device_scores_months: int = 13
    answers_months: int = 13
    comments_months: int = 6
    team_scores_months: int = 25


@dataclass(frozen=True)
class Settings:
    """Everything a use case may need to know of the installation.

    ``secret`` keys the pseudonyms of respondents and must never change; it is made once and kept in
    ``data_dir``. ``min_respondents`` is from how many people an X is shown. ``public_url`` is how laptops and
    browsers reach this collector, without a slash at its end. ``targets`` are measured by every laptop besides the
    collector itself. A round of the pulse asks ``pulse_percent`` of the laptops. ``event_questions`` names the kinds of
    events that are asked about, ``onboarding`` says whether newly enrolled laptops are those of new colleagues.
    ``raw_budget`` is what raw samples may take before their period is over; None: as much as they want. One laptop may
    send ``device_batches_per_minute``, and those of ten minutes at once; 0: as many as it likes. The fleet is asked to
    send every ``interval_seconds``, and less often while the intake is too full, up to ``slowest_interval_seconds``.
    """

    data_dir: Path
    database_url: str
    secret: bytes
    host: str = "127.0.0.1"
    port: int = 8600
    public_url: str = ""
    model_file: Path | None = None
    min_respondents: int = 5
    interval_seconds: int = 300
    targets: tuple[Target, ...] = ()
    pulse_percent: int = 100
    event_questions: tuple[str, ...] = EVENT_QUESTIONS
    onboarding: bool = False
    keep: Keep = Keep()
    raw_budget: Budget | None = None
    device_batches_per_minute: int = 60
    slowest_interval_seconds: int = 900


def load_settings(flags: Mapping[str, object], environment: Mapping[str, str]) -> Settings:
    """The settings from the command line's ``flags`` (by field name; None: not given) and the ``environment``.

    A flag wins over ``BAROMETER_<FIELD>``; ``DATABASE_URL`` names the database. Makes the data directory and the
    installation's secret (``data_dir/secret``, or the file that ``BAROMETER_SECRET_FILE`` names) when they are missing.
    Raises SettingsError.
    """
    given = {
        name: environment["BAROMETER_" + name.upper()] for name in _NAMES if "BAROMETER_" + name.upper() in environment
    }
    given |= {name: str(value) for name, value in flags.items() if name in _NAMES and value is not None}
    data_dir = _directory(given.get("data_dir", "barometer-data"))
    database_url = _database_url(str(flags.get("database_url") or environment.get("DATABASE_URL", "")), data_dir)
    return Settings(
        data_dir=data_dir,
        database_url=database_url,
        secret=_secret(Path(environment.get("BAROMETER_SECRET_FILE") or data_dir / "secret")),
        host=given.get("host", "127.0.0.1"),
        port=_whole(given, "port", 8600, 0, 65_535),
        public_url=_public_url(given.get("public_url", "")),
        model_file=_model_file(given.get("model_file", "")),
        min_respondents=_whole(given, "min_respondents", 5, LOWEST_RESPONDENTS, 1_000),
        interval_seconds=_whole(given, "interval_seconds", 300, 5, 3_600),
        targets=_targets(given.get("targets", "")),
        pulse_percent=_whole(given, "pulse_percent", 100, 1, 100),
        event_questions=_event_questions(given.get("event_questions", "")),
        onboarding=_yes_or_no(given, "onboarding"),
        keep=_keep(given),
        raw_budget=_raw_budget(given.get("raw_budget", ""), is_sqlite=database_url.startswith("sqlite")),
        device_batches_per_minute=_whole(given, "device_batches_per_minute", 60, 0, 100_000),
        slowest_interval_seconds=_whole(given, "slowest_interval_seconds", 900, 5, 3_600),
    )


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment from which ``load_settings`` gives these same settings in another process."""
    targets = ",".join(f"{target.name}={target.url}" for target in settings.targets)
    given = {
        "BAROMETER_DATA_DIR": settings.data_dir,
        "DATABASE_URL": settings.database_url,
        "BAROMETER_HOST": settings.host,
        "BAROMETER_PORT": settings.port,
        "BAROMETER_PUBLIC_URL": settings.public_url,
        "BAROMETER_MODEL_FILE": settings.model_file or "",
        "BAROMETER_MIN_RESPONDENTS": settings.min_respondents,
        "BAROMETER_INTERVAL_SECONDS": settings.interval_seconds,
        "BAROMETER_TARGETS": targets,
        "BAROMETER_PULSE_PERCENT": settings.pulse_percent,
        "BAROMETER_EVENT_QUESTIONS": ",".join(settings.event_questions) or _NONE,
        "BAROMETER_ONBOARDING": "yes" if settings.onboarding else "no",
        **{f"BAROMETER_KEEP_{name.upper()}": value for name, value in asdict(settings.keep).items()},
        "BAROMETER_RAW_BUDGET": _as_text(settings.raw_budget),
        "BAROMETER_DEVICE_BATCHES_PER_MINUTE": settings.device_batches_per_minute,
        "BAROMETER_SLOWEST_INTERVAL_SECONDS": settings.slowest_interval_seconds,
    }
    return {name: str(value) for name, value in given.items()}


# The least, as scores and X look back that far, and the most.
_PERIODS = {
    "raw_days": (1, 90),
    "device_days_months": (3, 25),
    "device_scores_months": (2, 25),
    "answers_months": (4, 25),
    "comments_months": (1, 25),
    "team_scores_months": (4, 60),
}
# On a small disk raw samples would crowd out all that is kept longer; 30 days of 1,000 laptops are a third of 40 GB.
_USUAL_BUDGET = Budget(percent=30)
_UNITS = {"MB": 10**6, "GB": 10**9, "TB": 10**12}
_AMOUNT = re.compile(r"(\d{1,9}) ?(MB|GB|TB|%)")

_NAMES = (
    *(field.name for field in fields(Settings) if field.name not in ("database_url", "secret", "keep")),
    *(f"keep_{field.name}" for field in fields(Keep)),
)


def _directory(value: str) -> Path:
    path = Path(value).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"data directory {path} cannot be made ({error.strerror}): choose another with --data or BAROMETER_DATA_DIR"
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise SettingsError(f"data directory {path} is not writable: run as its owner, or choose another with --data")
    return path


def _database_url(value: str, data_dir: Path) -> str:
    if not value:
        return f"sqlite:///{data_dir / 'barometer.sqlite'}"
    if not _DATABASE.match(value):
        scheme = value.partition(":")[0]
        raise SettingsError(
            f"DATABASE_URL begins with {scheme}: expected postgresql://USER:PASSWORD@HOST/NAME, or leave it out"
        )
    return value


def _secret(path: Path) -> bytes:
    """Read, or made once: written aside and linked into place, so that two starting processes agree on one."""
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".secret", delete=False) as made:  # mode 0600
            made.write(secrets.token_bytes(_SECRET_BYTES))
        try:
            os.link(made.name, path)
        except FileExistsError:
            pass
        finally:
            Path(made.name).unlink()
    content = path.read_bytes()
    if len(content) < _SECRET_BYTES:
        raise SettingsError(
            f"secret file {path} holds {len(content)} bytes, expected {_SECRET_BYTES}: restore it from the backup; "
            "with another secret no one's earlier answers are recognised"
        )
    return content


def _whole(given: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    value = given.get(name, "").strip() or str(default)
    if not re.fullmatch(r"-?\d{1,9}", value) or not lowest <= int(value) <= highest:
        raise SettingsError(
            f"BAROMETER_{name.upper()} is {value!r}: expected a whole number from {lowest} to {highest}"
        )
    return int(value)


def _event_questions(value: str) -> tuple[str, ...]:
    if not value:
        return EVENT_QUESTIONS
    chosen = [] if value == _NONE else [part.strip() for part in value.split(",")]
    if not set(chosen) <= set(EVENT_QUESTIONS):
        known = ",".join(EVENT_QUESTIONS)
        raise SettingsError(
            f"BAROMETER_EVENT_QUESTIONS is {value!r}: expected some of {known}, or {_NONE}; leave it out for all"
        )
    return tuple(kind for kind in EVENT_QUESTIONS if kind in chosen)


def _yes_or_no(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "") or "no"
    if value not in ("yes", "no"):
        raise SettingsError(f"BAROMETER_{name.upper()} is {value!r}: expected yes or no")
    return value == "yes"


def _keep(given: Mapping[str, str]) -> Keep:
    usual = asdict(Keep())
    found = Keep(
        **{name: _whole(given, f"keep_{name}", usual[name], least, most) for name, (least, most) in _PERIODS.items()}
    )
    if found.comments_months > found.answers_months:
        raise SettingsError(
            f"BAROMETER_KEEP_COMMENTS_MONTHS is '{found.comments_months}': expected at most "
            f"BAROMETER_KEEP_ANSWERS_MONTHS, which is {found.answers_months}, as words go with their answer"
        )
    return found


def _raw_budget(value: str, *, is_sqlite: bool) -> Budget | None:
    """A server's volume is not known here, so that there is no share of it either."""
    if not value:
        return _USUAL_BUDGET if is_sqlite else None
    found = _AMOUNT.fullmatch(value.strip())
    if value == _NONE:
        return None
    if found is None or not int(found[1]) or (found[2] == "%" and (int(found[1]) > 90 or not is_sqlite)):
        share = (
            " or a share of the disk like '30 %' (1 to 90)"
            if is_sqlite
            else " (no share: the server's disk is not known)"
        )
        raise SettingsError(f"BAROMETER_RAW_BUDGET is {value!r}: expected an amount like '50 GB'{share}, or {_NONE}")
    return Budget(percent=int(found[1])) if found[2] == "%" else Budget(bytes=int(found[1]) * _UNITS[found[2]])


def _as_text(budget: Budget | None) -> str:
    if budget is None:
        return _NONE
    return f"{budget.percent} %" if budget.percent else f"{budget.bytes // _UNITS['MB']} MB"


def _public_url(value: str) -> str:
    if value and not re.match(r"^https?://[^/\s]+", value):
        raise SettingsError(
            f"BAROMETER_PUBLIC_URL is {value!r}: expected an address like https://barometer.example.org"
        )
    return value.rstrip("/")


def _model_file(value: str) -> Path | None:
    if not value:
        return None
    if not Path(value).is_file():
        raise SettingsError(
            f"BAROMETER_MODEL_FILE is {value!r}: there is no such file; leave it out for the built-in model"
        )
    return Path(value)


def _targets(value: str) -> tuple[Target, ...]:
    entries = list(filter(None, (part.strip() for part in value.split(","))))
    if len(entries) >= MAX_TARGETS:  # the collector itself is one more
        raise SettingsError(
            f"BAROMETER_TARGETS is {value[:60]!r}... with {len(entries)} targets: expected at most {MAX_TARGETS - 1}"
        )
    try:
        return tuple(_target(entry) for entry in entries)
    except msgspec.ValidationError as error:
        raise SettingsError(
            f"BAROMETER_TARGETS is {value!r} ({error}): expected NAME=URL,NAME=URL like intranet=https://intranet.example.org/"
        ) from error


def _target(entry: str) -> Target:
    name, _, url = entry.partition("=")
    return msgspec.convert({"name": name.strip(), "url": url.strip()}, Target)

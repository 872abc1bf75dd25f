"""How this collector is set up. Read once at start; a wrong value stops it with name, value and fix."""

from dataclasses import dataclass
from pathlib import Path

LOWEST_RESPONDENTS = 3  # no setting may show the answers of fewer people than this


@dataclass(frozen=True)
class Settings:
    """Everything a use case may need to know of the installation.

    ``secret`` keys the pseudonyms of respondents and must never change; it is made once and kept in
    ``data_dir``. ``min_respondents`` is from how many people an X is shown.
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

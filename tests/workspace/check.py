"""Everything that a machine can say of the code without running it: one line for each check, all of them always."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
MODULE = [sys.executable, "-m"]
LOOSE_FILES = [
    "run.py",
    *(str(path) for folder in ("docs", "installers") for path in (ROOT / folder).rglob("*.py")),
    *(f"tests/workspace/{name}.py" for name in ("cells", "check", "clock", "locks", "mirror", "sizes", "tracked")),
]

# The agent and the demo run on systems that this machine is not, and what only they have is checked as well. Each with
# a cache of its own, or every check would start from nothing.
ELSEWHERE = [platform for platform in ("linux", "win32", "darwin") if platform != sys.platform]


def _types_on(platform: str) -> list[str]:
    cache = f".mypy_cache/{platform}"
    packages = [part for name in ("agent", "collector", "shared") for part in ("-p", f"barometer_{name}")]
    return [*MODULE, "mypy", "--platform", platform, "--cache-dir", cache, *packages]


CHECKS: dict[str, list[str]] = {
    "types (mypy --strict)": [*MODULE, "mypy"],
    **{f"types on {platform}": _types_on(platform) for platform in ELSEWHERE},
    "types of run.py, docs, installers and checks": [*MODULE, "mypy", *LOOSE_FILES],
    "style (ruff check)": [*MODULE, "ruff", "check", "."],
    "format (ruff format)": [*MODULE, "ruff", "format", "--check", "."],
    "import rules (lint-imports)": [str(BIN / "lint-imports"), "--no-cache", "--no-logo"],
    "tests mirror sources": [*MODULE, "tests.workspace.mirror"],
    "rules and samplers ask no clock": [*MODULE, "tests.workspace.clock"],
    "no file of the product is too long": [*MODULE, "tests.workspace.sizes"],
    "no index, no local path, nothing of others": [*MODULE, "tests.workspace.tracked"],
}


def main() -> int:
    """Run every check, print one line for each and the output of those that failed; 1 when any failed."""
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, (code, output, seconds) in zip(CHECKS, pool.map(_run, CHECKS.values()), strict=True):
            print(f"{'FAILED' if code else 'ok':6}  {name} ({seconds:.1f} s)", flush=True)
            if code:
                print("        " + output.rstrip().replace("\n", "\n        "), flush=True)
            failed += bool(code)
    print(f"{failed} of {len(CHECKS)} checks failed" if failed else f"all {len(CHECKS)} checks passed")
    return min(failed, 1)


def _run(command: list[str]) -> tuple[int, str, float]:
    started = time.monotonic()
    result = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )
    return result.returncode, result.stdout, time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main())

"""What is compiled: the programs that start the agent, and the forwarder that packages of the stable ABI ask for."""

import re
import subprocess
from pathlib import Path

PREFIX = "x86_64-w64-mingw32"
SOURCE = Path(__file__).with_name("launcher.c")
# name of the program: what is special about it
PROGRAMS = {
    "barometer-agent.exe": ["-DAGENT"],
    "barometer-agentw.exe": ["-DAGENT", "-mwindows"],  # the same without a console: what the user's session starts
    "python.exe": [],
}


def build(folder: Path) -> None:
    """Make the programs and ``python3.dll`` in ``folder``, where python311.dll lies.

    Raises FileNotFoundError where mingw-w64 is not installed.
    """
    resource = folder / "launcher.o"
    _run("windres", "-I", str(SOURCE.parent), str(SOURCE.with_suffix(".rc")), str(resource))
    for name, flags in PROGRAMS.items():
        warned = ["-Wall", "-Wextra", "-Werror"]
        _run("gcc", "-municode", "-Os", "-s", *warned, *flags, str(SOURCE), str(resource), "-o", str(folder / name))
    resource.unlink()
    (folder / "barometer-agentw._pth").write_bytes((folder / "barometer-agent._pth").read_bytes())
    _forward(folder)


def _forward(folder: Path) -> None:
    """A ``python3.dll`` of which every name is that of python311.dll (its stable ABI is a part of them)."""
    names = exported(_run("objdump", "-p", str(folder / "python311.dll")))
    definition = folder / "python3.def"
    lines = ["LIBRARY python3.dll", "EXPORTS", *(f"  {name} = python311.{name}" for name in names)]
    definition.write_text("\n".join(lines) + "\n", "ascii")
    _run("gcc", "-shared", "-nostdlib", "-s", "-o", str(folder / "python3.dll"), str(definition))
    definition.unlink()


def exported(dump: str) -> list[str]:
    """The names in the export table of ``objdump -p``."""
    table = dump.partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    return re.findall(r"^\s*\[\s*\d+\]\s+(\w+)$", table, re.MULTILINE)


def _run(tool: str, *arguments: str) -> str:
    return subprocess.run([f"{PREFIX}-{tool}", *arguments], capture_output=True, text=True, check=True).stdout

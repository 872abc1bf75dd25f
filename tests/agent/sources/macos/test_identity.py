from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import identity

# the shape of ``ioreg -a -d2 -c IOPlatformExpertDevice``
PLIST = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
    <key>IORegistryEntryName</key><string>Root</string>
    <key>IORegistryEntryChildren</key>
    <array>
        <dict>
            <key>IOObjectClass</key><string>IOPlatformExpertDevice</string>
            <key>IOPlatformUUID</key><string>564D8D5A-2C07-4E1B-9B0E-6E1E5A0C3F11</string>
        </dict>
    </array>
</dict>
</plist>
"""


def test_the_hardware_uuid_is_found_in_the_tree() -> None:
    assert identity.parse(PLIST) == "564d8d5a-2c07-4e1b-9b0e-6e1e5a0c3f11"


@pytest.mark.parametrize("text", ["", "no plist", PLIST.replace("IOPlatformUUID", "Other")])
def test_an_answer_without_it_is_no_data(text: str) -> None:
    with pytest.raises(NoData, match="ioreg gave no"):
        identity.parse(text)


def test_without_ioreg_there_is_no_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoData, match="ioreg does not tell"):
        identity.lasting()


def test_ioreg_is_asked_for_the_platform_expert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ioreg"
    program.write_text(f"#!/bin/sh\n[ \"$*\" = '-a -d2 -c IOPlatformExpertDevice' ] && cat <<'END'\n{PLIST}END\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert identity.lasting() == ("564d8d5a-2c07-4e1b-9b0e-6e1e5a0c3f11",)

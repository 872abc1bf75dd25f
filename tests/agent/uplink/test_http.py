"""httpx without its command line."""

import subprocess
import sys


def test_no_command_line_is_loaded_and_click_can_still_be_imported() -> None:
    asked = (
        "import sys; from barometer_agent.uplink.http import httpx;"
        " assert httpx.Client; assert not {'click', 'rich', 'pygments'} & set(sys.modules);"
        " import importlib.util; assert importlib.util.find_spec('click')"
    )
    subprocess.run([sys.executable, "-c", asked], check=True, timeout=60)


def test_a_click_that_is_there_already_stays() -> None:
    asked = "import sys, click; from barometer_agent.uplink.http import httpx; assert sys.modules['click'] is click"
    subprocess.run([sys.executable, "-c", asked], check=True, timeout=60)

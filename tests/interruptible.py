"""Starting a program that Ctrl-C can reach, wherever the tests themselves were started."""

import os
import sys

# What a shell starts in the background ignores SIGINT, and so does all that it starts in turn.
_LISTEN = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"


def interruptible(command: list[str]) -> list[str]:
    """``command`` (a full path and its arguments), started with SIGINT as a terminal would leave it."""
    return command if os.name == "nt" else [sys.executable, "-c", _LISTEN, *command]

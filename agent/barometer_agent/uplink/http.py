"""httpx without its command line, which it loads by itself wherever click is installed.

With click come rich and pygments: 5 MB that a service on every laptop never uses. httpx goes on without them where
click cannot be imported (``httpx/__init__.py``), and that is what it is told here.
"""

import sys

_alone = "click" not in sys.modules
if _alone:
    sys.modules["click"] = None  # type: ignore[assignment]  # "not to be found", see importlib's reference
try:
    import httpx
finally:
    if _alone:
        del sys.modules["click"]

__all__ = ["httpx"]

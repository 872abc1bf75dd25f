"""The file layer and the folder in memory of the spool's harness."""

from tests.faults.spool.conftest import layer, memory  # noqa: F401 - fixtures

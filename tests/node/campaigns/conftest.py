"""People of the tests: the same as those of seizures."""

from tests.node.seizures.conftest import analyst, seized, supervisor, working  # noqa: F401 -- fixtures

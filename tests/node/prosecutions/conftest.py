"""People of the tests: the same as those of seizures."""

from tests.node.seizures.conftest import analyst, seized, supervisor, working  # noqa: F401 -- fixtures
from tests.node.seizures.test_finding import suspect  # noqa: F401 -- fixture

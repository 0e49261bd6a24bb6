from collections.abc import Iterator

import pytest

from reference_system import deviations
from tests.reference_system.authority.office import Office


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture(autouse=True)
def documented_behaviour() -> Iterator[None]:
    yield
    deviations.switch_on([])

from collections.abc import Iterator

import pytest

from reference_system import deviations
from reference_system.operators import call, making  # noqa: F401 - knows the names of operator deviations
from tests.reference_system.authority.office import Office


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    """An authority, by whose clock operators go."""
    office = Office()
    monkeypatch.setattr(call, "clock", office.authority.clock)
    return office


@pytest.fixture(autouse=True)
def documented_behaviour() -> Iterator[None]:
    yield
    deviations.switch_on([])

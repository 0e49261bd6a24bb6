from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from reference_system import deviations
from tests.reference_system.authority.office import Office
from tests.reference_system.portal.served import Portal


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture(autouse=True)
def documented_behaviour() -> Iterator[None]:
    yield
    deviations.switch_on([])


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    portal = Portal()
    yield portal
    portal.close()


@pytest.fixture
def page(browser: Browser, portal: Portal) -> Iterator[Page]:
    context = browser.new_context(base_url=portal.url, locale="en-US")
    context.set_default_timeout(5000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []

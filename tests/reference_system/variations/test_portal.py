"""Each variation of the portal's pages changes one: what a template no longer has would change nothing."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

import reference_system.process  # noqa: F401 - registers the variations
from reference_system.portal.app import create_app
from reference_system.portal.pages import page_made
from tests.reference_system.authority.office import PASSWORD, Office

PATHS = ("/sso/Login", "/support", *(f"/kb/{number}" for number in (2269, 3234, 3861, 3862)))


@pytest.fixture(scope="module")
def html() -> dict[str, str]:
    """What the pages look like, by template."""
    office, made = Office(), dict[str, str]()

    def note(template: str, html: str) -> str:
        made[template] = made.get(template, "") + html
        return html

    name = "as-it-is-noted-here"
    page_made.replacements[name] = note
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("reference_system.deviations._switched_on", {name})
            for channel, path in (("client-portal", "/portal/"), ("webtrader", "/WebTrader/")):
                with TestClient(create_app(office.authority)) as client:
                    for one in PATHS:
                        for language in ("en", "zh-Hant"):
                            client.get(one, params={"lang": language})
                    fields = {"USER": office.user().username, "PASSWORD": PASSWORD, "CHANNEL": channel}
                    client.post("/sso/Authenticator", data={"ACTION": "INIT", **fields})
                    client.get(path, params={"lang": "en"})
    finally:
        del page_made.replacements[name]
    made["kb_other.html"] = "<article></article>"  # which is shown only where something is otherwise
    return made


def test_the_pages_are_there(html: dict[str, str]) -> None:
    assert html.keys() >= {"login.html", "portal.html", "webtrader.html", "support.html", "kb_2269.html"}


@pytest.mark.parametrize("name", list(page_made.replacements))
def test_it_changes_a_page(html: dict[str, str], name: str) -> None:
    change = page_made.replacements[name]
    changed = [template for template, made in html.items() if change(template, made) != made]
    assert changed
    if "portal-with" in name or name == "pages-with-other-titles":
        assert {"portal.html", "webtrader.html"} <= set(changed)

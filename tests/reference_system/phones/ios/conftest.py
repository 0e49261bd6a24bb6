"""A client of the iPhone's WebDriverAgent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from reference_system.phones.ios.wda import create_app
from tests.reference_system.phones.conftest import Hand

IBKR = "com.interactivebrokers.ibkr"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


@dataclass
class Client:
    """Speaks WebDriverAgent's protocol as the XCUITest driver does."""

    app: Any
    session: str = ""
    runner: asyncio.Runner = field(default_factory=asyncio.Runner)

    def send(self, method: str, path: str, body: object = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://phone") as http:
                return await http.request(method, path, json=body)

        return self.runner.run(ask())

    def _value(self, response: httpx.Response) -> Any:
        assert response.status_code == 200, response.text
        return response.json()["value"]

    def get(self, path: str) -> Any:
        return self._value(self.send("GET", f"/session/{self.session}{path}"))

    def post(self, path: str, **body: object) -> Any:
        return self._value(self.send("POST", f"/session/{self.session}{path}", body))

    def find(self, using: str, value: str) -> str:
        found: str = self.post("/element", using=using, value=value)[ELEMENT]
        return found

    def find_all(self, using: str, value: str) -> list[str]:
        return [one[ELEMENT] for one in self.post("/elements", using=using, value=value)]

    def id(self, name: str) -> str:
        return self.find("accessibility id", name)

    def fails(self, method: str, path: str, code: str, status: int, **body: object) -> None:
        """The request is refused with exactly this error."""
        prefix = "" if path.startswith("/session") else f"/session/{self.session}"
        response = self.send(method, f"{prefix}{path}", body or None)
        error = response.json()["value"]
        assert (error["error"], response.status_code) == (code, status)
        assert error["message"]
        assert set(error) == {"error", "message", "traceback"}


@pytest.fixture
def wda(iphone: Hand) -> Iterator[Client]:
    """A session without an app, as the driver opens it."""
    app = create_app(iphone.phone)
    client = Client(app)
    serving = app.router.lifespan_context(app)
    client.runner.run(serving.__aenter__())
    answer = client.send("POST", "/session", {"capabilities": {"firstMatch": [{}], "alwaysMatch": {}}})
    client.session = answer.json()["sessionId"]
    yield client
    client.send("DELETE", f"/session/{client.session}")
    client.runner.run(serving.__aexit__(None, None, None))
    client.runner.close()


@pytest.fixture
def on_start(wda: Client) -> Client:
    """IBKR Mobile's start page is in front."""
    wda.post("/wda/apps/activate", bundleId=IBKR)
    return wda

"""A portal that a browser can visit while the test acts as its owner."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from reference_system.portal.app import create_app
from reference_system.serving import Servers
from tests.reference_system.authority.office import Office

T = TypeVar("T")


class Portal:
    """A portal on a thread of its own; `do` lets its owner, that thread, do something."""

    def __init__(self) -> None:
        self.office = Office()
        self._servers = Servers()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.do(lambda office: office.authority.clock.drive(self._loop.call_later))
        app = create_app(self.office.authority)
        serving = self._servers.start(app, pages=True, before_stop=app.state.watch.close)
        self.url = asyncio.run_coroutine_threadsafe(serving, self._loop).result(10)

    def do(self, work: Callable[[Office], T]) -> T:
        async def done() -> T:
            return work(self.office)

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(10)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._servers.stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

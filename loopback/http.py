"""HTTP connections of this process's own user, for uvicorn: ``uvicorn.Config(app, http=OwnPeersOnly)``."""

from __future__ import annotations

import asyncio
import logging

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from loopback import peers

log = logging.getLogger(__name__)

REQUEST_WITHIN_S = 30.0
"""How long a request may take to arrive, from the connection or its first byte to its last."""


class OwnPeersOnly(HttpToolsProtocol):
    """Hangs up on connections of other users of the machine before a byte of theirs is read, and on requests
    that do not get finished (uvicorn has a limit for the time between two requests only)."""

    _unfinished: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if peers.is_own(transport.get_extra_info("socket")):
            self._expect_request()
        else:
            port = transport.get_extra_info("sockname")[1]
            log.warning("hung up on the connection of another user of this machine to port %s", port)
            transport.abort()

    def data_received(self, data: bytes) -> None:
        self._expect_request()
        super().data_received(data)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._expect_nothing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_nothing()
        super().connection_lost(exc)

    def _expect_request(self) -> None:
        if self._unfinished is None:
            self._unfinished = self.loop.call_later(REQUEST_WITHIN_S, self.transport.abort)

    def _expect_nothing(self) -> None:
        if self._unfinished is not None:
            self._unfinished.cancel()
            self._unfinished = None

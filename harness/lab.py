"""Client of the reference system's lab: its control plane, reached over HTTP like everything else of it."""

from __future__ import annotations

import json
import select
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from harness.errors import HarnessError

ANSWER_WITHIN_S = 10.0


class LabError(HarnessError):
    """The lab refused a request or did not answer; names request, status and the lab's message."""


class Lab:
    """The lab at ``url``; every request carries ``token``. Paths and bodies are those of its OpenAPI."""

    def __init__(self, url: str, token: str) -> None:
        self._at = urlsplit(url).netloc
        self._connection = HTTPConnection(self._at, timeout=ANSWER_WITHIN_S)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def get(self, path: str) -> Any:
        """JSON of ``path``. Raises: LabError."""
        return self._json("GET", path, None)

    def post(self, path: str, **body: Any) -> Any:
        """Send ``body`` to ``path``; JSON of the answer. Raises: LabError."""
        return self._json("POST", path, body)

    def put(self, path: str, **body: Any) -> Any:
        """Put ``body`` at ``path``; JSON of the answer. Raises: LabError."""
        return self._json("PUT", path, body)

    def _json(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        sent = None if body is None else json.dumps(body).encode()
        try:
            self._drop_ended_connection()
            self._connection.request(method, path, sent, self._headers)
            response = self._connection.getresponse()
            received = response.read()
        except (OSError, HTTPException) as error:
            self._connection.close()
            raise LabError(f"lab {method} {path}: no answer from {self._at}: {error!r}") from error
        if response.status >= 400:
            reason = received.decode(errors="replace")[:300]
            raise LabError(f"lab {method} {path}: {response.status} {reason}")
        return json.loads(received) if received else None

    def _drop_ended_connection(self) -> None:
        """A connection that can be read between two requests is one that the lab has ended."""
        socket = self._connection.sock
        if socket is not None and select.select([socket], [], [], 0)[0]:
            self._connection.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

"""Client of the reference system's lab: its control plane, reached over HTTP like everything else of it."""

from __future__ import annotations

import json
from typing import Any

import urllib3

from harness.errors import HarnessError

ANSWER_WITHIN_S = 10.0


class LabError(HarnessError):
    """The lab refused a request or did not answer; names request, status and the lab's message."""


class Lab:
    """The lab at ``url``; every request carries ``token``. Paths and bodies are those of its OpenAPI."""

    def __init__(self, url: str, token: str) -> None:
        self._pool = urllib3.connection_from_url(
            url,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            timeout=ANSWER_WITHIN_S,
            retries=False,
        )

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
            response = self._pool.request(method, path, body=sent)
        except urllib3.exceptions.HTTPError as error:
            raise LabError(f"lab {method} {path}: no answer from {self._pool.host}: {error}") from error
        if response.status >= 400:
            reason = response.data.decode(errors="replace")[:300]
            raise LabError(f"lab {method} {path}: {response.status} {reason}")
        return json.loads(response.data) if response.data else None

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

"""The browser takes a certificate of an unknown authority only where the target file vouches for its key."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Error

from harness.patience import Patience
from harness.sessions.browser import Chromium
from harness.setup.environment import load
from harness.targets.certificates import key_of_certificate

CERTIFICATES = Path(__file__).parent.parent / "targets" / "certificates"

pytestmark = pytest.mark.skipif(load().browser is None, reason="runs in a browser, and none was found")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "server.pem", CERTIFICATES / "server.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("trusted", [True, False])
def test_private_authority(url: str, trusted: bool) -> None:
    keys = (key_of_certificate(url, CERTIFICATES / "ca.pem"),) if trusted else ()
    chromium = Chromium(load(), None, trusted_keys=lambda: keys)
    try:
        with chromium.context(url, "en", patience=Patience(), traced=False) as context:
            page = context.new_page()
            if trusted:
                page.goto("/")
            else:
                with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
                    page.goto("/")
    finally:
        chromium.close()

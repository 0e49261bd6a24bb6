"""Which key a server has, told to a browser that cannot be told which authority to trust."""

from __future__ import annotations

import base64
import hashlib
import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from harness.errors import HarnessError

ANSWER_WITHIN_S = 10.0
_CONSTRUCTED_CONTEXT_0 = 0xA0


class NotTrusted(HarnessError):
    """The certificate of a server is not signed by the authority that it should be; says which server."""


def key_of_certificate(url: str, ca: Path) -> str:
    """Digest of the public key of the server at ``url``, once the authority ``ca`` vouches for it.

    Returns: base64 of the SHA-256 of its SubjectPublicKeyInfo, the form that Chromium takes for
        ``--ignore-certificate-errors-spki-list`` (RFC 7469, 2.4).
    Raises: NotTrusted.
    """
    address = urlsplit(url)
    host, port = address.hostname or "", address.port or 443
    try:
        context = ssl.create_default_context(cafile=ca)
        with (
            socket.create_connection((host, port), timeout=ANSWER_WITHIN_S) as connection,
            context.wrap_socket(connection, server_hostname=host) as secured,
        ):
            certificate = secured.getpeercert(binary_form=True)
    except OSError as error:  # ssl.SSLError is one, too
        raise NotTrusted(f"portal.ca {ca} does not vouch for {host}:{port}: {error}") from error
    assert certificate is not None, "the connection was verified"
    return base64.b64encode(hashlib.sha256(public_key_info(certificate)).digest()).decode()


def public_key_info(certificate: bytes) -> bytes:
    """The SubjectPublicKeyInfo of a certificate in DER (RFC 5280, 4.1): a field of its first part."""
    signed = _content(_content(certificate))
    fields = []
    while signed:
        field = _first(signed)
        fields.append(field)
        signed = signed[len(field) :]
    has_version = fields[0][0] == _CONSTRUCTED_CONTEXT_0
    return fields[6 if has_version else 5]


def _header(der: bytes) -> tuple[int, int]:
    """Lengths of the header and of the content of the first value in ``der``, in bytes."""
    length = der[1]
    if length < 0x80:
        return 2, length
    more = length & 0x7F
    return 2 + more, int.from_bytes(der[2 : 2 + more], "big")


def _first(der: bytes) -> bytes:
    return der[: sum(_header(der))]


def _content(der: bytes) -> bytes:
    """What is in the first value of ``der``."""
    start, length = _header(der)
    return der[start : start + length]

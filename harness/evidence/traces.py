"""Secrets out of a zip archive, such as a Playwright trace, which stays a valid one.

A trace's own lines are JSON and stay JSON. Pictures are left out where they may show a secret: screencast
frames, drawings (SVG) and pictures embedded in texts, which cannot be searched, and pictures with a QR code
that carries one. The viewer still shows the snapshots of the page. Cookies and the like, which nobody has
registered, are masked where the network log has them: they let in who shows them.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from harness import secrets
from harness.camera.reading import shown_secrets
from harness.evidence.embedded import without_pictures

_PICTURES = (".jpeg", ".jpg", ".png", ".webp", ".webm", ".gif")
_FRAME = b'"type":"screencast-frame"'
_LETTING_IN = {"cookie", "set-cookie", "authorization", "proxy-authorization"}


def redact_zip(archive: bytes) -> bytes:
    """``archive`` with every member redacted; screencast frames are dropped.

    Raises: zipfile.BadZipFile, when ``archive`` is none.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for member in old.infolist():
            if _is_frame(member.filename) or member.filename.endswith(".svg"):
                continue
            content = old.read(member)
            if _is_telling_picture(member.filename, content):
                continue
            if not member.filename.endswith(_PICTURES):
                content = _redacted(member.filename, content)
            new.writestr(secrets.redact(member.filename), content)
    return out.getvalue()


def _is_telling_picture(name: str, content: bytes) -> bool:
    if not name.endswith(_PICTURES) or not content or not secrets.registered():
        return False
    try:
        return bool(shown_secrets(content))
    except OSError:  # no picture that anybody could look at
        return False


def _is_frame(name: str) -> bool:
    return name.startswith("resources/page@") and name.endswith(".jpeg")


def _redacted(name: str, content: bytes) -> bytes:
    content = without_pictures(content)
    if not name.endswith((".trace", ".network", ".stacks")):
        return secrets.redact_bytes(content)
    lines = [line for line in content.split(b"\n") if _FRAME not in line]
    if name.endswith(".network"):
        lines = [_without_cookies(line) if line else line for line in lines]
    return b"\n".join(_json_line(line) for line in lines)


def _without_cookies(line: bytes) -> bytes:
    entry = json.loads(line)
    snapshot = entry.get("snapshot", {})
    for message in (snapshot.get("request", {}), snapshot.get("response", {})):
        for cookie in message.get("cookies", []):
            cookie["value"] = secrets.MASK
        for header in message.get("headers", []):
            if header["name"].lower() in _LETTING_IN:
                header["value"] = secrets.MASK
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()


def _json_line(line: bytes) -> bytes:
    redacted = secrets.redact_bytes(line)
    if redacted == line or _is_json(redacted):
        return redacted
    # A secret stood there as a bare number.
    return json.dumps(_redacted_value(json.loads(line)), ensure_ascii=False, separators=(",", ":")).encode()


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _redacted_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {secrets.redact(key): _redacted_value(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_redacted_value(one) for one in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return secrets.MASK if secrets.shown_in(str(value)) else value
    return secrets.redact(value) if isinstance(value, str) else value

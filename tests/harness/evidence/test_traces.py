from __future__ import annotations

import io
import json
import zipfile

import pytest
import segno

from harness import secrets
from harness.evidence.traces import redact_zip


@pytest.fixture(autouse=True)
def registered() -> None:
    secrets.register("hunter22")
    secrets.register("4071")


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def test_every_member_is_redacted_and_the_lines_stay_json() -> None:
    events = [
        {"type": "before", "params": {"value": "hunter22", "pin": 4071, "nested": [{"4071": "hunter22"}]}},
        {"type": "screencast-frame", "sha1": "page@1-2.jpeg"},
        {"type": "after", "time": 1700407112345},
    ]
    trace = b"\n".join(json.dumps(event, separators=(",", ":")).encode() for event in events)
    archive = redact_zip(
        zipped(
            trace_trace=trace,
            trace_network=b'{"body":"hunter22"}\n',
            resources__page_html=b"<p>hunter22</p>",
            resources__icon_png=b"\x89PNG hunter22",
        )
    )
    with zipfile.ZipFile(io.BytesIO(archive)) as redacted:
        assert redacted.testzip() is None
        lines = [json.loads(line) for line in redacted.read("trace.trace").splitlines()]
        assert lines == [
            {"type": "before", "params": {"value": "***", "pin": "***", "nested": [{"***": "***"}]}},
            {"type": "after", "time": 1700407112345},
        ]
        assert redacted.read("trace.network") == b'{"body":"***"}\n'
        assert redacted.read("resources/page.html") == b"<p>***</p>"
        assert redacted.read("resources/icon.png") == b"\x89PNG hunter22"  # a picture's bytes spell nothing


def test_cookies_are_masked_though_nobody_registered_them() -> None:
    def message(header: str, value: str) -> dict[str, object]:
        headers = [{"name": header, "value": value}, {"name": "Accept", "value": "*/*"}]
        return {"headers": headers, "cookies": [{"name": "SESSION", "value": "5e551011"}]}

    entry = {
        "type": "resource-snapshot",
        "snapshot": {
            "request": message("Cookie", "SESSION=5e551011"),
            "response": message("set-cookie", "SESSION=5e551011; HttpOnly"),
        },
    }
    other = {
        "type": "resource-snapshot",
        "snapshot": {"request": message("Authorization", "Bearer 5e551011")},
    }
    network = b"\n".join(json.dumps(one).encode() for one in (entry, other)) + b"\n"
    with zipfile.ZipFile(io.BytesIO(redact_zip(zipped(trace_network=network)))) as redacted:
        lines = redacted.read("trace.network")
    assert b"5e551011" not in lines
    told = [json.loads(line) for line in lines.splitlines()]
    assert told[0]["snapshot"]["request"]["cookies"] == [{"name": "SESSION", "value": "***"}]
    assert told[1]["snapshot"]["request"]["headers"][1] == {"name": "Accept", "value": "*/*"}


def test_screencast_frames_are_left_out() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("resources/page@12-345.jpeg", b"frame")
        archive.writestr("resources/abc.jpeg", b"picture of the page")
    with zipfile.ZipFile(io.BytesIO(redact_zip(out.getvalue()))) as redacted:
        assert redacted.namelist() == ["resources/abc.jpeg"]


def test_what_is_no_archive_is_an_error() -> None:
    with pytest.raises(zipfile.BadZipFile):
        redact_zip(b"no zip")


def drawn(content: str) -> bytes:
    out = io.BytesIO()
    segno.make(content, error="m").save(out, kind="png", scale=4)
    return out.getvalue()


def test_pictures_with_a_code_that_carries_a_secret_are_left_out() -> None:
    telling, harmless = (
        drawn("https://broker.example/activate?code=hunter22"),
        drawn("https://broker.example"),
    )
    archive = redact_zip(
        zipped(
            resources__a_png=telling, resources__b_png=harmless, resources__c_svg=b"<svg><path d=''/></svg>"
        )
    )
    with zipfile.ZipFile(io.BytesIO(archive)) as redacted:
        assert redacted.namelist() == ["resources/b.png"]
        assert redacted.read("resources/b.png") == harmless

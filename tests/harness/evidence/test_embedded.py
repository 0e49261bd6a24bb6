"""Pictures in texts are left out; everything around them stays."""

from __future__ import annotations

import json

import segno

from harness.evidence.embedded import without_pictures


def test_pictures_in_html() -> None:
    drawn = segno.make("hunter22", error="m")
    for uri in (drawn.svg_data_uri(), drawn.svg_data_uri(encode_minimal=True), drawn.png_data_uri()):
        html = f'<p>a</p><img class="x" src="{uri}" alt="code"><p>b</p>'
        kept = '<p>a</p><img class="x" src="data:image/left-out," alt="code"><p>b</p>'
        assert without_pictures(html.encode()).decode() == kept


def test_pictures_in_css_and_json() -> None:
    assert without_pictures(b"a{background:url(data:image/png;base64,QUJD) 0 0}") == (
        b"a{background:url(data:image/left-out,) 0 0}"
    )
    line = json.dumps({"src": "data:image/png;base64,QUJD", "alt": "code"}).encode()
    assert json.loads(without_pictures(line)) == {"src": "data:image/left-out,", "alt": "code"}


def test_texts_without_pictures_stay() -> None:
    assert without_pictures(b"data: image of a phone") == b"data: image of a phone"

from __future__ import annotations

import base64
import html
import json
import re
import time
import urllib.parse
from xml.sax.saxutils import escape, quoteattr

import pytest

from harness import secrets
from harness.foreign_text import visible

PASSWORD = "Zü\"p&s'w<0>rd%/+ \\9"
PIN = "4071"
RESPONSE = "81930275"


@pytest.mark.parametrize(
    "written",
    [
        PASSWORD,
        repr(PASSWORD),
        json.dumps({"password": PASSWORD}),
        json.dumps({"password": PASSWORD}, ensure_ascii=False),
        json.dumps({"body": json.dumps({"password": PASSWORD})}),
        urllib.parse.urlencode({"password": PASSWORD}),
        re.sub("%..", lambda hexed: hexed.group().lower(), urllib.parse.quote(PASSWORD)),
        html.escape(PASSWORD),
        escape(PASSWORD),
        f"<node text={quoteattr(PASSWORD)}/>",
        base64.b64encode(PASSWORD.encode()).decode(),
        "Basic " + base64.b64encode(f"demo:{PASSWORD}".encode()).decode(),
        base64.urlsafe_b64encode(f'{{"p":"{PASSWORD}"}}'.encode()).decode(),
        json.dumps({"value": list(PASSWORD)}),
        json.dumps(json.dumps({"value": list(PASSWORD)})),
    ],
)
def test_a_password_is_found_however_it_is_written(written: str) -> None:
    secrets.register(PASSWORD)
    redacted = secrets.redact(f"before {written} after")
    assert secrets.MASK in redacted
    assert redacted.startswith("before ")
    assert redacted.endswith(" after")
    assert secrets.redact_bytes(written.encode()) == secrets.redact(written).encode()
    for readable in ("s'w", "rd%/", "s%27w", PASSWORD.encode().hex()):
        assert readable not in redacted
    for encoded in _base64_words(redacted):
        assert b"p&s'w" not in encoded


def _base64_words(text: str) -> list[bytes]:
    return [
        base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_")
        for word in text.replace(secrets.MASK, " ").split()
        if len(word) > 8 and word.isalnum()
    ]


@pytest.mark.parametrize(
    ("written", "redacted"),
    [
        ("PIN 4071.", "PIN ***."),
        ("pin=4071&x", "pin=***&x"),
        ("%204071", "%20***"),
        (r"\u00204071", r"\u0020***"),
        ('"value":["4","0","7","1"]', '"value":["***"]'),
        ("at 1700407112345", "at 1700407112345"),
        ("response 8193 0275", "response ***"),
        ("response 8193\u00a00275", "response ***"),
        ("response 8193&nbsp;0275", "response ***"),
        ("otp=8193+0275", "otp=***"),
        ("MTIzNA " + base64.b64encode(b"4071").decode(), "MTIzNA ***"),
        ("sha1-" + "a" * 20 + "4071" + "b" * 20, "sha1-" + "a" * 20 + "4071" + "b" * 20),
    ],
)
def test_a_number_is_found_where_it_stands_alone(written: str, redacted: str) -> None:
    secrets.register(PIN)
    secrets.register(RESPONSE)
    assert secrets.redact(written) == redacted


def test_the_longer_of_two_secrets_goes_whole() -> None:
    for value in ("horse", "horsebattery", "battery"):
        secrets.register(value)
    assert secrets.redact("horsebattery horse battery") == "*** *** ***"
    assert secrets.registered() == ("horsebattery", "battery", "horse")


def test_long_tokens_that_begin_alike() -> None:
    tokens = ["eyJ" + "a" * 900 + str(number) * 40 for number in range(9)]
    for token in tokens:
        secrets.register(token)
    assert secrets.redact(" ".join(tokens)) == " ".join(["***"] * 9)


def test_values_under_four_characters_are_left_alone() -> None:
    secrets.register("abc")
    assert secrets.registered() == ()
    assert secrets.redact("abc") == "abc"


def test_bytes_that_are_no_utf8_survive() -> None:
    secrets.register("hunter22")
    assert secrets.redact("\udcff hunter22") == "\udcff ***"


def test_shown_in() -> None:
    assert not secrets.shown_in("hunter22")
    secrets.register("hunter22")
    assert secrets.shown_in("the field reads hunter22")
    assert not secrets.shown_in("the field reads ********")


def test_a_megabyte_with_a_thousand_secrets_takes_no_seconds() -> None:
    for number in range(1000):
        secrets.register(f"Pw{number * 7919 % 1000003}x{number}")
    page = json.dumps(
        [{"id": number, "text": f"line {number} of the page source"} for number in range(20_000)]
    )
    secrets.redact("warm")  # compiles the expression
    started = time.process_time()
    assert secrets.redact(page) == page
    assert time.process_time() - started < 2.0


def test_new_secrets_in_every_scenario_do_not_add_up() -> None:
    started = time.process_time()
    for scenario in range(400):
        secrets.register(f"password of scenario {scenario}")
        assert secrets.redact("the user enters the user name") == "the user enters the user name"
    assert secrets.redact("given: password of scenario 399") == "given: ***"
    assert time.process_time() - started < 1.5


def test_a_secret_that_acts_is_found_as_it_is_and_as_it_is_shown() -> None:
    secret = "tea \x1b[31m\ud83d\u202e\\time"
    secrets.register(secret)
    assert secrets.redact(f"before {secret} \udcff after") == "before *** \udcff after"
    assert secrets.redact(f"before {visible(secret)} after") == "before *** after"

import hashlib
import hmac

import oath  # type: ignore[import-untyped]
import pytest

from reference_system.ib_key import ocra

KEY_20 = b"12345678901234567890"
KEY_32 = b"12345678901234567890123456789012"


@pytest.mark.parametrize(
    ("question", "expected"),
    [("00000000", "237653"), ("11111111", "243178"), ("22222222", "653583"), ("99999999", "294470")],
)
def test_library_meets_rfc_6287_c1_sha1(question: str, expected: str) -> None:
    assert oath.str2ocrasuite("OCRA-1:HOTP-SHA1-6:QN08")(KEY_20, Q=question) == expected


@pytest.mark.parametrize(
    ("counter", "expected"),
    [(0, "65347737"), (1, "86775851"), (2, "78192410"), (3, "71565254"), (4, "10104329"),
     (5, "65983500"), (6, "70069104"), (7, "91771096"), (8, "75011558"), (9, "08522129")],
)  # fmt: skip
def test_library_meets_rfc_6287_c1_counter_question_pin(counter: int, expected: str) -> None:
    suite = oath.str2ocrasuite("OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1")
    assert suite(KEY_32, C=counter, Q="12345678", P="1234") == expected


def by_hand(key: bytes, counter: int, question: str, pin: str) -> str:
    """RFC 6287 sections 5.1 and 6.4, written out for our suite; the RFC has no vector for it."""
    question_hex = f"{int(question):x}"
    data = (
        b"OCRA-1:HOTP-SHA1-8:C-QN06-PSHA1\0"
        + counter.to_bytes(8, "big")
        + bytes.fromhex(question_hex.ljust(256, "0"))
        + hashlib.sha1(pin.encode()).digest()
    )
    mac = hmac.new(key, data, "sha1").digest()
    at = mac[-1] & 0x0F
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 10**8:08d}"


@pytest.mark.parametrize("counter", [0, 1, 255, 256, 70_000])
@pytest.mark.parametrize("question", ["000000", "000001", "000017", "123456", "999999"])
@pytest.mark.parametrize("pin", ["1234", "a!9B", "密碼"])
def test_response_is_the_rfc_s_construction(counter: int, question: str, pin: str) -> None:
    made = ocra.response(KEY_20, counter, question, pin)
    assert made == by_hand(KEY_20, counter, question, pin)
    assert len(made) == 8
    assert made.isdigit()


@pytest.mark.parametrize("question", ["", "1234567", "12345a", "12 345", "１２３４５６", "-12345"])
def test_a_question_is_up_to_six_digits(question: str) -> None:
    with pytest.raises(ValueError, match="1 to 6 digits"):
        ocra.response(KEY_20, 0, question, "1234")


def test_negative_counter() -> None:
    with pytest.raises(ValueError, match="negative"):
        ocra.response(KEY_20, -1, "123456", "1234")


@pytest.mark.parametrize(("made_with", "found"), [(6, None), (7, 7), (8, 8), (27, 27), (28, None)])
def test_look_ahead_on_both_sides(made_with: int, found: int | None) -> None:
    offered = ocra.response(KEY_20, made_with, "123456", "1234")
    assert ocra.matching_counter(KEY_20, 7, "123456", "1234", offered, look_ahead=20) == found


@pytest.mark.parametrize("offered", ["", "1", "密碼密碼", "123456789"])
def test_nonsense_matches_no_counter(offered: str) -> None:
    assert ocra.matching_counter(KEY_20, 0, "123456", "1234", offered) is None

"""What must never be read in an artefact: the registry of secrets, and how they are taken out of text.

Whoever creates or reads a password, PIN, passcode, response or token calls ``register`` at once. Everything
that writes a file, a log line or a report passes its text through ``redact`` or ``redact_bytes``, which find
a secret as it stands and as it is written in URLs, JSON (also JSON inside JSON), HTML, XML, Python ``repr``,
base64 (also as part of a longer text), typed key by key (``["p", "w"]``), and, for numbers of 8 digits, as
shown in two groups.

A number is only taken out where it stands alone: ``1234`` stays inside ``1700001234567`` and inside long
base64 or hexadecimal runs, which would be destroyed otherwise. A short number encoded in base64 is found only
where nothing else was encoded with it.

The registry is the process's own; test workers each have theirs, so they redact before they hand anything on.
"""

from __future__ import annotations

import base64
import html
import itertools
import json
import re
import threading
import urllib.parse
from collections.abc import Callable, Iterable, Iterator

from harness.foreign_text import visible

MASK = "***"
SHORTEST = 4  # characters; anything shorter stands in every text by chance
_MASK = MASK.encode()
_LONE = "surrogatepass"  # a text from outside may hold halves of a pair
_SHORT = 4096  # bytes; in a longer text one expression finds all secrets faster than a look for each
_BASE64_CORE = 8  # characters; what is shorter stands in every base64 text by chance
_ENCODED_RUN = re.compile(rb"[A-Za-z0-9+/]{48,}|[0-9a-f]{32,}")
_KEY = rb'\\*"(?:[^"\\]{1,4}|\\+(?:"|[^"]{1,6}?))\\*"'  # one character in quotes, also in JSON inside JSON
_KEYS = re.compile(rb"%s(?:\s*,\s*%s){3,}" % (_KEY, _KEY))
_AFTER_ESCAPE = re.compile(rb"(?:%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2})\Z")

_lock = threading.Lock()
_values: set[str] = set()
_forms: list[bytes] = []  # all that _search looks for, but for what was typed key by key
_search: Callable[[bytes], bytes] | None = None
_stale = False


def register(value: str) -> None:
    """Keep ``value`` out of everything written from now on; values under 4 characters are ignored."""
    global _stale
    if len(value) < SHORTEST or value in _values:
        return
    with _lock:
        _values.add(value)
        _forms.extend(_forms_of(value))
        _stale = True


def forget_all() -> None:
    """Empty the registry."""
    global _search, _stale
    with _lock:
        _values.clear()
        _forms.clear()
        _search, _stale = None, False


def registered() -> tuple[str, ...]:
    """All secrets, longest first: for those who must find them on a screen to cover them."""
    with _lock:
        return tuple(sorted(_values, key=lambda value: (-len(value), value)))


def shown_in(text: str) -> bool:
    """Whether ``text`` lets a secret be read."""
    return bool(_values) and redact(text) != text


def redact(text: str) -> str:
    """``text`` with every secret replaced by ``***``."""
    if not _values:
        return text
    return redact_bytes(text.encode("utf-8", _LONE)).decode("utf-8", _LONE)


def redact_bytes(data: bytes) -> bytes:
    """``data`` (text in UTF-8 or ASCII) with every secret replaced by ``***``."""
    global _search, _stale
    if not _values:
        return data
    if _stale or _search is None:
        # Each scenario has secrets of its own: making the expression for all anew would cost more and more.
        if len(data) <= _SHORT and not any(form in data for form in _forms) and not _KEYS.search(data):
            return data
        with _lock:
            _search = _search_for(_values)
            _stale = False
    return _search(data)


def _search_for(values: Iterable[str]) -> Callable[[bytes], bytes]:
    """What takes ``values`` out of a text; made once for many texts."""
    keyed = {value.encode("utf-8", _LONE) for value in values}
    numbers = {value for value in keyed if value.isdigit()}
    texts = set().union(*(_encodings(value) for value in values)) - numbers
    text = re.compile(_trie(texts))
    number = re.compile(b"(?:%s)(?![0-9])" % _trie(_shown(numbers))) if numbers else None

    def mask_keys(match: re.Match[bytes]) -> bytes:
        keys = match.group()
        typed = _typed(keys)
        quote = keys[: keys.index(b'"') + 1]
        return quote + _MASK + quote if any(value in typed for value in keyed) else keys

    def search(data: bytes) -> bytes:
        if b'"' in data:
            data = _KEYS.sub(mask_keys, data)
        if number and number.search(data):
            data = number.sub(_NumberMask(data), data)
        return text.sub(_MASK, data)

    return search


class _NumberMask:
    """Masks a number of ``data`` that stands alone and not inside something encoded."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._encoded = [match.span() for match in _ENCODED_RUN.finditer(data)]

    def __call__(self, match: re.Match[bytes]) -> bytes:
        start, end = match.span()
        before = self._data[max(0, start - 6) : start]
        # The 0 of a preceding %20 or \\u0020 makes no longer number of it.
        part_of_a_number = before[-1:].isdigit() and not _AFTER_ESCAPE.search(before)
        if part_of_a_number or any(first <= start and end <= last for first, last in self._encoded):
            return match.group()
        return _MASK


def _typed(keys: bytes) -> bytes:
    r"""What ``"p","w"`` spells; ``\"p\",\"w\"`` (JSON inside JSON) is unpacked first."""
    text = keys.decode("utf-8", "surrogateescape")
    while text.startswith("\\"):
        try:
            text = json.loads(f'"{text}"')
        except ValueError:
            return b""
    try:
        return "".join(json.loads(f"[{text}]")).encode("utf-8", "surrogateescape")
    except ValueError:
        return b""


def _forms_of(value: str) -> set[bytes]:
    return _encodings(value) | _shown({value.encode("utf-8", _LONE)})


def _encodings(value: str) -> set[bytes]:
    forms = {value, repr(value)[1:-1], visible(value)}
    for ascii_only in (True, False):
        in_json = json.dumps(value, ensure_ascii=ascii_only)[1:-1]
        forms |= {in_json, json.dumps(in_json, ensure_ascii=ascii_only)[1:-1]}
    quote = urllib.parse.quote
    plus = urllib.parse.quote_plus(value, errors=_LONE)
    for form in (quote(value, safe="", errors=_LONE), quote(value, errors=_LONE), plus):
        forms |= {form, re.sub(r"%..", lambda hexed: hexed.group().lower(), form)}
    forms |= set(_escaped(value))
    encoded = {form.encode("utf-8", _LONE) for form in forms}
    return encoded | set(_base64_forms(value.encode("utf-8", _LONE)))


def _escaped(value: str) -> Iterator[str]:
    """In HTML and XML, as the several serialisers in use write it."""
    escaped = html.escape(value, quote=False)
    for less, greater, double, single in itertools.product(
        ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;", "&#34;"), ("'", "&apos;", "&#39;", "&#x27;")
    ):
        form = escaped.replace("&lt;", less).replace("&gt;", greater)
        yield form.replace('"', double).replace("'", single)


def _base64_forms(value: bytes) -> Iterator[bytes]:
    """The value alone, and what of it stays the same wherever it stands in a longer encoded text."""
    whole = [base64.b64encode(value)]
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + value)
        first = -(-before * 8 // 6)  # characters that depend on what stands before
        last = (before + len(value)) * 8 // 6  # those after it depend on what follows
        whole.append(encoded[first:last])
    for form in whole:
        if len(form) >= _BASE64_CORE:
            yield form
            yield form.replace(b"+", b"-").replace(b"/", b"_")


def _shown(numbers: set[bytes]) -> set[bytes]:
    """Numbers of 8 digits also as a screen shows them, in two groups."""
    spaces = (b" ", b"\t", b"+", b"\xc2\xa0", b"\xe2\x80\xaf", b"&nbsp;", b"&#160;", b"%20")
    grouped = {number[:4] + space + number[4:] for number in numbers if len(number) == 8 for space in spaces}
    return numbers | grouped


def _trie(forms: set[bytes]) -> bytes:
    """One expression for all ``forms``, longest first, that tries a shared beginning once."""
    by_first: dict[bytes, list[bytes]] = {}
    for form in sorted(forms):
        by_first.setdefault(form[:1], []).append(form)
    branches = []
    for group in by_first.values():
        shared = _shared_beginning(group[0], group[-1])
        rests = {form[len(shared) :] for form in group} - {b""}
        tail = b"(?:%s)" % _trie(rests) if rests else b""
        optional = b"?" if rests and shared in group else b""
        branches.append(re.escape(shared) + tail + optional)
    return b"|".join(branches)


def _shared_beginning(first: bytes, last: bytes) -> bytes:
    """Of the first and the last of a sorted list, and so of all."""
    for index, (one, other) in enumerate(zip(first, last, strict=False)):
        if one != other:
            return first[:index]
    return min(first, last, key=len)

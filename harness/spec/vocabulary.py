"""Words that catalogue, features and reports share."""

from __future__ import annotations

SURFACES = ("client-portal", "webtrader", "tws", "android", "iphone", "phone-call")
SEVERITIES = ("blocker", "critical", "normal", "minor", "trivial")

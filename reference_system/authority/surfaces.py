"""Where one can log in."""

from __future__ import annotations

PROGRAMS = {"client-portal": "Client Portal", "webtrader": "WebTrader", "tws": "TWS"}
"""Login surface to the program's name as a person says it."""

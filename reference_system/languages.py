"""The languages that portal, TWS and phones speak."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh-Hant"]

"""Fonts for machines that lack them: the Chinese one among the npm packages, which has Latin letters too."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from harness.setup.layout import Layout
from harness.setup.stamps import write_whole

_WEIGHTS = ("400Regular", "700Bold")
_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
{folders}
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def packaged(layout: Layout) -> tuple[Path, ...]:
    """Files of the packaged font, regular and bold; none when the npm packages are not installed."""
    folder = layout.appium / "node_modules" / "@expo-google-fonts" / "noto-sans-tc"
    return tuple(sorted(file for weight in _WEIGHTS for file in (folder / weight).glob("*.ttf")))


def settings(layout: Layout, fonts: Collection[Path]) -> Path:
    """Write Fontconfig's settings that add ``fonts`` to the system's own, and return their file."""
    folders = "\n".join(f"  <dir>{folder}</dir>" for folder in sorted({file.parent for file in fonts}))
    write_whole(layout.fonts_conf, _SETTINGS.format(folders=folders, cache=layout.cache / "fontconfig"))
    return layout.fonts_conf

"""The same program in four toolkits."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.drivers.desktop.conftest import ATK_WRAPPER, SYSTEM_PYTHON

PROGRAMS = Path(__file__).parent / "toolkits"
GI = "import gi; gi.require_version('Gtk', '{}')"


def capabilities_of(toolkit: str, classes: Path) -> dict[str, Any]:
    """How the program of a toolkit is started; skips where that is not possible."""
    if toolkit == "Qt":
        return {"app": [sys.executable, str(PROGRAMS / "qt_program.py")]}
    if toolkit == "Swing":
        if shutil.which("javac") is None or not ATK_WRAPPER.exists():
            pytest.skip("Debian packages openjdk-17-jdk-headless and libatk-wrapper-java are not installed")
        source = str(PROGRAMS / "SwingProgram.java")
        subprocess.run(["javac", "-d", str(classes), source], check=True, timeout=120)
        return {
            "app": ["java", "-cp", str(classes), "SwingProgram"],
            "environment": {
                "JAVA_TOOL_OPTIONS": "-Djavax.accessibility.assistive_technologies="
                f"org.GNOME.Accessibility.AtkWrapper -Xbootclasspath/a:{ATK_WRAPPER}"
            },
        }
    version = toolkit.removeprefix("GTK ")
    known = [SYSTEM_PYTHON, "-c", GI.format(f"{version}.0")]
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run(known, check=False, capture_output=True).returncode:
        pytest.skip(f"Debian packages python3-gi and gir1.2-gtk-{version}.0 are not installed")
    return {"app": [SYSTEM_PYTHON, str(PROGRAMS / f"gtk{version}_program.py")]}

from __future__ import annotations

from pathlib import Path

import pytest

from harness.setup import python_packages

LOCK = """\
uv==0.13.9 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via -r requirements.in
uvicorn==0.54.0 \\
    --hash=sha256:cc
"""


def test_one_entry_of_a_lock() -> None:
    assert python_packages.lock_entry(LOCK, "uv") == (
        "uv==0.13.9 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
    )
    with pytest.raises(KeyError):
        python_packages.lock_entry(LOCK, "uvico")


def test_pip_settings_weigh_environment_over_section_over_global() -> None:
    listing = """\
global.index-url='https://global.example/simple'
global.extra-index-url='file:///a\\nfile:///b'
install.index-url='https://install.example/simple'
:env:.cert='/ca.pem'
WARNING: something else
"""
    assert python_packages.pip_settings(listing) == {
        "index-url": "https://install.example/simple",
        "extra-index-url": "file:///a\nfile:///b",
        "cert": "/ca.pem",
    }


def test_uv_is_told_what_pip_is_told() -> None:
    pip = {
        "index-url": "https://m.example/simple",
        "extra-index-url": "file:///a\nfile:///b",
        "cert": "/ca.pem",
    }
    env = python_packages.uv_environment({"PATH": "/bin"}, pip, Path("/cache"))
    assert env["UV_DEFAULT_INDEX"] == "https://m.example/simple"
    assert env["UV_INDEX"] == "file:///a file:///b"
    assert env["SSL_CERT_FILE"] == "/ca.pem"
    assert env["UV_CACHE_DIR"] == "/cache/uv"
    assert env["PATH"] == "/bin"


def test_the_users_own_word_about_uv_comes_first() -> None:
    env = python_packages.uv_environment(
        {"UV_DEFAULT_INDEX": "https://mine"}, {"index-url": "https://pips"}, Path("/c")
    )
    assert env["UV_DEFAULT_INDEX"] == "https://mine"


def test_pip_installs_into_the_virtual_environment_whatever_the_user_set() -> None:
    environ = {"PIP_TARGET": "/elsewhere", "PIP_USER": "1", "PIP_INDEX_URL": "https://m", "PIP_RETRIES": "9"}
    env = python_packages.pip_environment(environ, Path("/cache"))
    assert "PIP_TARGET" not in env
    assert "PIP_USER" not in env
    assert (env["PIP_INDEX_URL"], env["PIP_RETRIES"], env["PIP_CACHE_DIR"]) == (
        "https://m",
        "9",
        "/cache/pip",
    )

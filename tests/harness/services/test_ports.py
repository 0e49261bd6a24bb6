"""Ports are free, and none that the system gives away by itself."""

from __future__ import annotations

import socket

import pytest

from harness.services import ports
from harness.services.ports import PORTS, free_port


def test_drawn_from_those_that_nobody_is_given() -> None:
    drawn = {free_port() for _ in range(20)}
    assert drawn <= set(PORTS)
    assert len(drawn) > 1


def test_taken_ports_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setattr(ports, "PORTS", (port,))
    with socket.create_server(("127.0.0.1", port)), pytest.raises(OSError, match="no free port"):
        free_port()
    assert free_port() == port

"""With the preloaded module, ports of Appium's process are sockets in a folder; only its own is a port."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import textwrap
from pathlib import Path
from typing import Any

import pytest

from harness.services.devices import PRELOADED
from harness.services.ports import free_port
from harness.setup.environment import load

NODE = load().node
pytestmark = pytest.mark.skipif(NODE is None, reason="there is no Node to preload it into")

LISTEN = """
    const http = require('node:http'), net = require('node:net');
    const told = (address) => typeof address === 'string' ? address : address.address + ':' + address.port;
    const servers = {
        'number': (done) => net.createServer().listen(9100, done),
        'host': (done) => http.createServer().listen(9101, '0.0.0.0', done),
        'options': (done) => net.createServer().listen({port: 9102}, done),
        'text': (done) => net.createServer().listen('9103', done),
        'own': (done) => net.createServer().listen(Number(process.env.IBKEY_APPIUM_PORT), '127.0.0.1', done),
    };
    (async () => {
        const seen = {};
        for (const [name, start] of Object.entries(servers)) {
            await new Promise((done) => { const server = start(() => {
                seen[name] = told(server.address()); server.close(); done(); }); });
        }
        console.log(JSON.stringify(seen));
    })();
"""
REACH = """
    const http = require('node:http'), net = require('node:net');
    const hello = () => http.createServer((_, answer) => answer.end('hello'));
    const get = (url) => new Promise((done) => http.get(url, (answer) => {
        let text = ''; answer.on('data', (some) => text += some); answer.on('end', () => done(text)); })
        .on('error', (error) => done(error.code)));
    const joins = (...where) => new Promise((done) => net.connect(...where)
        .on('connect', () => done('connected')).on('error', (error) => done(error.code)));
    hello().listen(8200, async () => console.log(JSON.stringify({
        address: await get('http://127.0.0.1:8200/'),
        name: await get('http://localhost:8200/'),
        port: await joins(8200),
        options: await joins({host: '127.0.0.1', port: 8200}),
        elsewhere: await joins(Number(process.env.NOBODY), '127.0.0.1'),
        tcp: await joins(Number(process.env.SOMEBODY), '127.0.0.1'),
    })) || process.exit());
"""


def told_by(program: str, ports: Path, **variables: str) -> dict[str, Any]:
    ports.mkdir()
    answer = subprocess.run(
        [str(NODE), "--require", str(PRELOADED), "--eval", textwrap.dedent(program)],
        env={**os.environ, "IBKEY_PORTS": str(ports), **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def test_only_its_own_port_is_listened_on(tmp_path: Path) -> None:
    ports, own = tmp_path / "ports", free_port()
    seen = told_by(LISTEN, ports, IBKEY_APPIUM_PORT=str(own))
    assert seen == {
        "number": f"{ports}/9100",
        "host": f"{ports}/9101",
        "options": f"{ports}/9102",
        "text": f"{ports}/9103",
        "own": f"127.0.0.1:{own}",
    }


def test_such_a_port_is_reached_as_if_it_were_one(tmp_path: Path) -> None:
    nobody = free_port()
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        seen = told_by(REACH, tmp_path / "ports", NOBODY=str(nobody), SOMEBODY=str(port))
    assert seen == {
        "address": "hello",
        "name": "hello",
        "port": "connected",
        "options": "connected",
        "elsewhere": "ECONNREFUSED",
        "tcp": "connected",
    }

"""``python -m harness.mutants.host [--module NAME --source FILE] [--reach SOCKET] PROGRAM [OPTION]...``

Runs PROGRAM, such as ``reference_system``, as ``python -m PROGRAM`` would, but with the source of one module
in FILE, or telling at SOCKET which lines of the judged rooms ran: a connection is told, as JSON, the lines by
file since the one before. The program knows nothing of it.
"""

from __future__ import annotations

import argparse
import json
import runpy
import socket
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any


class Mutated(MetaPathFinder):
    """Has ``module`` made of another source; tracebacks name the file that it usually comes from."""

    def __init__(self, module: str, source: bytes) -> None:
        self._module, self._source = module, source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._module:
            return None
        spec = PathFinder.find_spec(fullname, path)
        assert spec is not None
        assert spec.origin is not None
        spec.loader = _Loader(fullname, spec.origin, self._source)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, fullname: str, path: str, source: bytes) -> None:
        super().__init__(fullname, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        code: CodeType = compile(self._source, self.path, "exec", dont_inherit=True)
        return code


class Reach:
    """Notes which lines below some folders run, in all threads that start from now on."""

    def __init__(self, folders: Sequence[str]) -> None:
        self._folders = tuple(f"{folder}/" for folder in folders)
        self._lines: defaultdict[str, set[int]] = defaultdict(set)

    def begin(self) -> None:
        threading.settrace(self._called)
        sys.settrace(self._called)

    def take(self) -> dict[str, list[int]]:
        """The lines since it was last asked, by file."""
        lines, self._lines = self._lines, defaultdict(set)
        return {file: sorted(numbers) for file, numbers in list(lines.items())}

    def serve(self, address: str) -> None:
        """Tell whoever connects, in a thread that ends with the process."""
        server = socket.socket(socket.AF_UNIX)
        server.bind(address)
        server.listen()
        threading.Thread(target=self._answer, args=(server,), daemon=True).start()

    def _answer(self, server: socket.socket) -> None:
        while True:
            connection, _ = server.accept()
            with connection:
                connection.sendall(json.dumps(self.take()).encode())

    def _called(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any] | None:
        if not frame.f_code.co_filename.startswith(self._folders):
            return None
        return self._line(frame, event, argument)

    def _line(self, frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        self._lines[frame.f_code.co_filename].add(frame.f_lineno)
        return self._line


def main() -> None:
    """Run the program; what it is given is what is left of the arguments."""
    parser = argparse.ArgumentParser(prog="host")
    parser.add_argument("--module")
    parser.add_argument("--source", type=Path)
    parser.add_argument("--reach")
    parser.add_argument("--folder", action="append", default=[])
    parser.add_argument("program")
    options, rest = parser.parse_known_args()
    if options.source is not None:
        sys.meta_path.insert(0, Mutated(options.module, options.source.read_bytes()))
    if options.reach is not None:
        reach = Reach(options.folder)
        reach.serve(options.reach)
        reach.begin()
    sys.argv = [options.program, *rest]
    runpy.run_module(options.program, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

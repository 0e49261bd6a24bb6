"""The phone's file system, kept in memory.

Errors are OSError with the errno a real device gives, so callers can print ``error.strerror`` after the path.
"""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

CAPACITY = 512 * 1024 * 1024
"""Bytes that all files together may hold; beyond it writing fails with "No space left on device"."""
_READ_ONLY = ("/system", "/vendor", "/product", "/proc", "/apex")
_MAX_LINKS = 16


@dataclass
class Node:
    """A file, folder or symbolic link; which of them is in ``mode``, as ``stat`` has it."""

    mode: int
    mtime: int
    data: bytes = b""
    children: dict[str, Node] = field(default_factory=dict)

    @property
    def is_folder(self) -> bool:
        return stat.S_ISDIR(self.mode)

    @property
    def is_link(self) -> bool:
        return stat.S_ISLNK(self.mode)

    @property
    def size(self) -> int:
        """Bytes; a folder counts as 4096."""
        return 4096 if self.is_folder else len(self.data)


def os_error(code: int, path: str) -> OSError:
    """The OSError of an errno with its usual words."""
    return OSError(code, os.strerror(code), path)


class FileSystem:
    """Absolute POSIX paths to nodes."""

    def __init__(self, now: Callable[[], float]) -> None:
        """``now``: seconds since the epoch, the phone's own time."""
        self._now = now
        self._root = Node(stat.S_IFDIR | 0o755, int(now()))
        self._used = 0
        self._building = True
        for folder in _FOLDERS:
            self.make_folder(folder, parents=True)
        for path, target in _LINKS.items():
            self.link(path, target)
        for path, content in _FILES.items():
            self.write(path, content.encode(), mode=0o444)
        self._building = False

    def find(self, path: str, *, follow: bool = True) -> Node:
        """The node at ``path``. Raises: OSError (ENOENT, ENOTDIR, ELOOP)."""
        return self._walk(path, follow=follow)[1]

    def exists(self, path: str) -> bool:
        try:
            self.find(path)
        except OSError:
            return False
        return True

    def real_path(self, path: str) -> str:
        """``path`` with every symbolic link followed. Raises: OSError."""
        return self._walk(path, follow=True)[0]

    def read(self, path: str) -> bytes:
        """Content of a file. Raises: OSError (ENOENT, EISDIR)."""
        node = self.find(path)
        if node.is_folder:
            raise os_error(errno.EISDIR, path)
        return node.data

    def write(self, path: str, data: bytes, *, mode: int = 0o644, mtime: int | None = None) -> None:
        """Create or replace a file in an existing folder. Raises: OSError (ENOENT, EISDIR, EROFS, ENOSPC)."""
        folder, name, old = self._place(path)
        if old is not None and old.is_folder:
            raise os_error(errno.EISDIR, path)
        self._account(path, len(data) - (old.size if old else 0))
        folder.children[name] = Node(stat.S_IFREG | stat.S_IMODE(mode), self._stamp(mtime), bytes(data))

    def link(self, path: str, target: str) -> None:
        """Create a symbolic link at ``path``. Raises: OSError (EEXIST, EROFS)."""
        folder, name, old = self._place(path)
        if old is not None:
            raise os_error(errno.EEXIST, path)
        folder.children[name] = Node(stat.S_IFLNK | 0o777, self._stamp(None), target.encode())

    def make_folder(self, path: str, *, parents: bool = False) -> None:
        """Create a folder; with ``parents`` those above it too, and an existing one is no error.

        Raises: OSError (EEXIST, ENOENT, ENOTDIR, EROFS).
        """
        if parents:
            above = posixpath.dirname(posixpath.normpath(path))
            if not self.exists(above):
                self.make_folder(above, parents=True)
            if self.exists(path):
                if not self.find(path).is_folder:
                    raise os_error(errno.EEXIST, path)
                return
        folder, name, old = self._place(path)
        if old is not None:
            raise os_error(errno.EEXIST, path)
        folder.children[name] = Node(stat.S_IFDIR | 0o771, self._stamp(None))

    def remove(self, path: str, *, recursive: bool = False) -> None:
        """Delete a file, a link, or with ``recursive`` a folder. Raises: OSError (ENOENT, EISDIR, EROFS)."""
        path = self._parent_resolved(path)
        node = self.find(path, follow=False)
        if node.is_folder and not recursive:
            raise os_error(errno.EISDIR, path)
        self._writable(path)
        above, name = posixpath.split(path)
        if not name:
            raise os_error(errno.EBUSY, path)
        del self.find(above).children[name]
        self._used -= sum(each.size for each in _all_under(node) if not each.is_folder)

    def remove_folder(self, path: str) -> None:
        """Delete an empty folder. Raises: OSError (ENOENT, ENOTDIR, ENOTEMPTY, EROFS)."""
        node = self.find(path, follow=False)
        if not node.is_folder:
            raise os_error(errno.ENOTDIR, path)
        if node.children:
            raise os_error(errno.ENOTEMPTY, path)
        self.remove(path, recursive=True)

    def empty_storage(self) -> None:
        """Leave nothing in the shared storage (``/sdcard``) but its folders, as on a new device."""
        self.remove(_STORAGE, recursive=True)
        for folder in _FOLDERS:
            if folder.startswith(_STORAGE):
                self.make_folder(folder, parents=True)

    def change_mode(self, path: str, mode: int) -> None:
        """Set the permission bits. Raises: OSError (ENOENT, EROFS)."""
        node = self.find(path)
        self._writable(self.real_path(path))
        node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)

    def names(self, path: str) -> list[str]:
        """Names in a folder, sorted. Raises: OSError (ENOENT, ENOTDIR)."""
        node = self.find(path)
        if not node.is_folder:
            raise os_error(errno.ENOTDIR, path)
        return sorted(node.children)

    def _walk(self, path: str, *, follow: bool, links: int = 0) -> tuple[str, Node]:
        node, walked = self._root, "/"
        parts = [part for part in posixpath.normpath("/" + path).split("/") if part]
        for index, part in enumerate(parts):
            if not node.is_folder:
                raise os_error(errno.ENOTDIR, path)
            child = node.children.get(part)
            if child is None:
                raise os_error(errno.ENOENT, path)
            here = posixpath.join(walked, part)
            if child.is_link and (follow or index < len(parts) - 1):
                if links == _MAX_LINKS:
                    raise os_error(errno.ELOOP, path)
                target = posixpath.join(walked, child.data.decode(), *parts[index + 1 :])
                return self._walk(target, follow=follow, links=links + 1)
            node, walked = child, here
        return walked, node

    def _parent_resolved(self, path: str) -> str:
        above, name = posixpath.split(posixpath.normpath("/" + path))
        return posixpath.join(self.real_path(above), name)

    def _place(self, path: str) -> tuple[Node, str, Node | None]:
        """Folder, name and present node of a path that is about to be written."""
        path = self._parent_resolved(path)
        folder = self.find(posixpath.dirname(path))
        if not folder.is_folder:
            raise os_error(errno.ENOTDIR, path)
        name = posixpath.basename(path)
        if not name:
            raise os_error(errno.EISDIR, path)
        self._writable(path)
        old = folder.children.get(name)
        if old is not None and old.is_link:
            return self._place(self.real_path(path))
        return folder, name, old

    def _writable(self, path: str) -> None:
        if not self._building and any(path == top or path.startswith(top + "/") for top in _READ_ONLY):
            raise os_error(errno.EROFS, path)

    def _account(self, path: str, growth: int) -> None:
        if self._used + growth > CAPACITY:
            raise os_error(errno.ENOSPC, path)
        self._used += growth

    def _stamp(self, mtime: int | None) -> int:
        return int(self._now()) if mtime is None else mtime


def _all_under(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children.values():
        yield from _all_under(child)


_STORAGE = "/storage/emulated/0"
_FOLDERS = (
    "/data/app",
    "/data/data",
    "/data/local/tmp",
    "/proc/net",
    f"{_STORAGE}/Android/data",
    f"{_STORAGE}/DCIM/Camera",
    f"{_STORAGE}/Documents",
    f"{_STORAGE}/Download",
    f"{_STORAGE}/Movies",
    f"{_STORAGE}/Music",
    f"{_STORAGE}/Pictures",
    "/storage/self",
    "/system/bin",
    "/vendor",
)
_LINKS = {
    "/storage/self/primary": "/storage/emulated/0",
    "/sdcard": "/storage/self/primary",
    "/bin": "/system/bin",
}
_FILES = {
    "/proc/net/unix": "Num       RefCount Protocol Flags    Type St Inode Path\n",
    "/proc/net/tcp": (
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    ),
}

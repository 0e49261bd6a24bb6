"""The in-memory file system: paths, links, and the errors a device gives."""

from __future__ import annotations

import errno

import pytest

from reference_system.phones.android import files as module
from reference_system.phones.android.files import FileSystem


@pytest.fixture
def files() -> FileSystem:
    return FileSystem(lambda: 1000.7)


def test_write_read_remove(files: FileSystem) -> None:
    files.write("/sdcard/a", b"1", mode=0o600)
    files.write("/sdcard/a", b"22")
    assert files.read("/storage/emulated/0/a") == b"22"
    assert files.find("/sdcard/a").mtime == 1000
    files.remove("/sdcard/a")
    assert not files.exists("/sdcard/a")


def test_links_are_followed_up_to_a_limit(files: FileSystem) -> None:
    files.link("/data/local/tmp/here", "../tmp")
    assert files.real_path("/data/local/tmp/here/here") == "/data/local/tmp"
    files.link("/data/local/tmp/loop", "loop")
    with pytest.raises(OSError, match="symbolic links") as raised:
        files.find("/data/local/tmp/loop")
    assert raised.value.errno == errno.ELOOP
    assert files.find("/data/local/tmp/loop", follow=False).is_link


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (lambda files: files.read("/sdcard/none"), errno.ENOENT),
        (lambda files: files.read("/sdcard"), errno.EISDIR),
        (lambda files: files.write("/sdcard", b""), errno.EISDIR),
        (lambda files: files.write("/sdcard/none/x", b""), errno.ENOENT),
        (lambda files: files.write("/system/x", b""), errno.EROFS),
        (lambda files: files.write("/proc/net/unix", b""), errno.EROFS),
        (lambda files: files.remove("/sdcard"), None),
        (lambda files: files.remove("/data/local"), errno.EISDIR),
        (lambda files: files.remove("/system/bin", recursive=True), errno.EROFS),
        (lambda files: files.remove_folder("/data/local"), errno.ENOTEMPTY),
        (lambda files: files.make_folder("/sdcard"), errno.EEXIST),
        (lambda files: files.make_folder("/sdcard/a/b"), errno.ENOENT),
        (lambda files: files.names("/proc/net/unix"), errno.ENOTDIR),
        (lambda files: files.find("/proc/net/unix/x"), errno.ENOTDIR),
    ],
)
def test_errors(files: FileSystem, action: object, code: int | None) -> None:
    assert callable(action)
    if code is None:
        action(files)
        return
    with pytest.raises(OSError, match=r"\[Errno") as raised:
        action(files)
    assert raised.value.errno == code


def test_full(files: FileSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CAPACITY", 4000)
    files.write("/sdcard/a", b"x" * 3000)
    with pytest.raises(OSError, match="No space left"):
        files.write("/sdcard/b", b"x" * 3000)
    files.remove("/sdcard/a")
    files.write("/sdcard/b", b"x" * 3000)

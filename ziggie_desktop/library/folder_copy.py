"""Owns the files of a models folder: counted, copied, compared, deleted. Starts and stops nothing.

A file is there under its name only when it is whole. Deletes nothing but what has its like in the
other folder, or what a copy has brought.
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from ziggie_desktop.contract.errors import ZiggieError
from ziggie_desktop.library.move_plan import check_places, check_room

CHUNK = 4 * 1024 * 1024
PART = ".ziggie-part"
_BLOB = re.compile(r"sha256-([0-9a-f]{64})")

Progress = Callable[[int, int], None]  # bytes that are done, bytes in all
Stop = Callable[[], None]  # raises when it is no longer wanted


def files_of(folder: Path) -> dict[Path, int]:
    """Every file by its path in the folder, with its size. ZiggieError for what cannot be moved."""
    found: dict[Path, int] = {}

    def refuse(error: OSError) -> None:
        raise trouble(Path(error.filename or folder), error)

    for root, folders, names in os.walk(folder, onerror=refuse):
        for name in folders:
            if (Path(root) / name).is_symlink():
                raise ZiggieError(
                    "move_refused",
                    f"{Path(root) / name} is a link to another folder.",
                    "Put the folder itself in its place, then move.",
                    status=409,
                )
        for name in names:
            path = Path(root) / name
            try:
                found[path.relative_to(folder)] = path.stat().st_size
            except OSError as error:
                raise trouble(path, error) from error
    return found


def check_target(source: Path, target: Path) -> bool:
    """Whether the models fit into ``target`` and may be written there; True if it must be made.
    ZiggieError says why not."""
    check_places(source, target)
    if not source.is_dir():
        raise ZiggieError(
            "move_refused",
            f"There is no folder {source} to move.",
            "Get a model first: ziggie-desktop pull llama3.2",
            status=409,
        )
    there = target
    while not there.exists() and there != there.parent:
        there = there.parent
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ZiggieError(
            "move_refused",
            f"{target} is not an empty folder.",
            "Name an empty or a new folder; nothing there is overwritten.",
            status=409,
        )
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise ZiggieError(
            "move_refused",
            f"{there} cannot be written by the user that runs Ollama.",
            "Give your user the right to write there, or name another folder.",
            status=409,
        )
    needed = sum(files_of(source).values())
    check_room(needed=needed, free=shutil.disk_usage(there).free, folder=str(there))
    return not target.exists()


def device_of(folder: Path) -> int:
    """The disk that a folder lies on, or will lie on."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.stat().st_dev


def check_disk(folder: Path, device: int | None) -> None:
    """A disk that is not there any more must not be taken for its empty mount point."""
    if device is not None and device_of(folder) != device:
        raise ZiggieError(
            "move_refused",
            f"The disk of {folder} is another one than when the move began.",
            "Connect it again, and begin the move anew.",
            status=409,
        )


def copy_all(source: Path, target: Path, *, progress: Progress, stop: Stop) -> tuple[Path, ...]:
    """Have in ``target`` all that is in ``source``; what is there already stays. The paths that
    were copied."""
    files = files_of(source)
    total, done = sum(files.values()), 0
    missing = {path: size for path, size in files.items() if not _same(source, target, path)}
    done = total - sum(missing.values())
    with _told(target):
        target.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(target).free
        check_room(needed=total - done, free=free, folder=str(target))
        for path in missing:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            for count in _copy(source / path, target / path, stop):
                done += count
                progress(min(done, total), total)
    return tuple(missing)


def _copy(source: Path, target: Path, stop: Stop) -> Iterator[int]:
    part = target.with_name(target.name + PART)
    with source.open("rb") as old, part.open("wb") as new:
        while chunk := old.read(CHUNK):
            stop()
            if any(chunk):
                new.write(chunk)
            else:  # unfinished downloads are mostly holes
                new.seek(len(chunk), os.SEEK_CUR)
            yield len(chunk)
        new.truncate()
        new.flush()
        os.fsync(new.fileno())
    shutil.copystat(source, part)
    part.replace(target)


def drop_strangers(source: Path, target: Path) -> None:
    """Delete in the copy what has gone from ``source`` meanwhile."""
    known = files_of(source)
    with _told(target):
        for path in files_of(target):
            if path not in known:
                (target / path).unlink()


def verify(
    source: Path, target: Path, paths: tuple[Path, ...], *, progress: Progress, stop: Stop
) -> None:
    """Whether the copies are what they should be: blobs by their names, the rest by comparison."""
    total = sum((source / path).stat().st_size for path in paths)
    done = 0
    for path in paths:
        named = _BLOB.fullmatch(path.name)
        with _told(target):
            if named is None:
                if not filecmp.cmp(source / path, target / path, shallow=False):
                    raise _damaged(target / path)
                done += (target / path).stat().st_size
                continue
            with (target / path).open("rb") as file:
                digest = hashlib.sha256()
                while chunk := file.read(CHUNK):
                    stop()
                    digest.update(chunk)
                    done += len(chunk)
                    progress(min(done, total), total)
        if digest.hexdigest() != named[1]:
            raise _wrong_blob(source / path, target / path, named[1])


def delete_copied(source: Path, target: Path) -> bool:
    """Delete in ``source`` what ``target`` has too, and the folders that are empty then; whether
    nothing is left."""
    if not source.exists():  # a start goes on where it was killed between this and its note of it
        return True
    for path, size in files_of(source).items():
        with contextlib.suppress(OSError):
            if (target / path).stat().st_size == size:
                (source / path).unlink()
    _prune(source)
    return not source.exists()


def delete_copy(source: Path, target: Path, *, made: bool) -> None:
    """Delete what a copy brought into ``target``, and nothing else; as far as that can be."""
    with contextlib.suppress(OSError, ZiggieError):
        for path in files_of(target):
            name = path.with_name(path.name.removesuffix(PART))
            if (source / name).exists():
                (target / path).unlink()
        _prune(target, keep_root=not made)


def _prune(folder: Path, *, keep_root: bool = False) -> None:
    for root, _, _ in os.walk(folder, topdown=False):
        if Path(root) != folder or not keep_root:
            with contextlib.suppress(OSError):
                Path(root).rmdir()


def _same(source: Path, target: Path, path: Path) -> bool:
    """Copied before, and unchanged since. A blob's name says its content; a manifest may change
    within a second and keep its length."""
    try:
        here, there = (source / path).stat(), (target / path).stat()
    except OSError:
        return False
    if here.st_size != there.st_size:
        return False
    if _BLOB.fullmatch(path.name) is None and here.st_size <= CHUNK:
        return (source / path).read_bytes() == (target / path).read_bytes()
    return int(here.st_mtime) == int(there.st_mtime)


def _wrong_blob(source: Path, target: Path, wanted: str) -> ZiggieError:
    with source.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != wanted:
        return ZiggieError(
            "model_damaged",
            f"{source} is damaged: it is not what its name says. Nothing was moved.",
            "Remove the model that it belongs to and pull it again; then move.",
            status=409,
        )
    return _damaged(target)


def _damaged(path: Path) -> ZiggieError:
    return ZiggieError(
        "copy_damaged",
        f"{path} is not what was copied there. Nothing was moved.",
        "Check that disk (its cable, its free space), or name a folder on another one.",
        status=500,
    )


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise trouble(folder, error) from error


def trouble(folder: Path, error: OSError) -> ZiggieError:
    """What a disk refused, for people."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return ZiggieError(
        "disk_full" if full else "move_refused",
        f"{folder}: {error.strerror or type(error).__name__}.",
        "Free space there, or name a folder on another disk."
        if full
        else "Give your user the right to read the models and to write there.",
        status=507 if full else 409,
    )

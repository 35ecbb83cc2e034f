"""From paths to files: folders are walked, archives are looked into, and what cannot be read is said, not raised."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipInfo

from attrs import frozen

from govnews.errors import ReadError, readable
from govnews.reading.archives import Archives, members
from govnews.reading.files import read_bytes, read_source
from govnews.reading.source import Source


@frozen
class Found:
    """A file on the disk or in an archive, or why there is none."""

    path: str
    """As the caller would name it: `folder/page.txt`, `archive.zip/page.txt`."""
    file: str = ""
    """The file on the disk in which it is."""
    member: ZipInfo | None = None
    size: int = 0
    error: ReadError | None = None
    here: bool = False
    """A pipe or standard input, which other processes do not have."""


def walk(path: str) -> Iterator[Found]:
    """The files that `path` stands for: itself, those below a folder in the order of their names, those in a zip."""
    if path == "-":
        yield Found(path, path, here=True)
        return
    try:
        status = os.stat(path)  # noqa: PTH116 - Path("") would be the current folder
    except (OSError, ValueError) as error:
        yield _failed(path, error)
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _below(path)
    elif stat.S_ISREG(status.st_mode):
        yield from _in_file(path, status.st_size)
    else:
        yield Found(path, path, here=True)


def _below(folder: str) -> Iterator[Found]:
    """The files below a folder. No recursion: folders may lie deeper in each other than Python calls go."""
    pending: list[str | os.DirEntry[str]] = [folder]
    while pending:
        at = pending.pop()
        path = os.fspath(at)
        try:
            if isinstance(at, str) or at.is_dir(follow_symlinks=False):
                with os.scandir(path) as entries:
                    shown = sorted((e for e in entries if not e.name.startswith(".")), key=_name, reverse=True)
                pending += shown
                continue
            status = at.stat()
        except (OSError, ValueError) as error:
            yield _failed(path, error)
            continue
        if stat.S_ISREG(status.st_mode):
            yield from _in_file(path, status.st_size)
        elif stat.S_ISDIR(status.st_mode):
            # It may lead back to where we are, or to pages that come under their own names.
            yield _unread(path, "is a link to a folder, which is not followed; name that folder itself")
        else:
            yield _unread(path, "is no file but a pipe, a socket or a device")


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _in_file(path: str, size: int) -> Iterator[Found]:
    try:
        inside = members(path)
    except ReadError as error:
        yield Found(path, error=error)
        return
    if inside is None:
        yield Found(path, path, size=size)
        return
    for member in inside:
        yield Found(f"{path}/{member.name}", path, member.info, member.info.file_size)


def _unread(path: str, reason: str) -> Found:
    return Found(path, error=ReadError(readable(path), reason))


def _failed(path: str, error: OSError | ValueError) -> Found:
    if isinstance(error, FileNotFoundError):
        return _unread(path, "is a link to nothing" if Path(path).is_symlink() else "no such file")
    if isinstance(error, PermissionError):
        return _unread(path, "may not be read; check its permissions")
    return _unread(path, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def source_of(found: Found, archives: Archives) -> Source:
    """The text of what was found.

    Raises:
        ReadError: if it cannot be read, holds no text or too much.

    """
    if found.error is not None:
        raise found.error
    name = readable(found.path)
    if found.member is not None:
        source = read_bytes(archives.read(found.file, found.member, found.path), name)
    else:
        source = read_source(found.file)
    return source

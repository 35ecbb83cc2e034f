"""Zip archives: what they hold, and the bytes of one member, of which nothing is ever written to the disk."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from zipfile import ZipFile, ZipInfo

from attrs import frozen

from govnews.errors import ReadError, readable
from govnews.reading.decoding import decode

MOST_UNPACKED = 200_000_000
"""No page is as large; what unpacks to more bytes is not read on."""
MOST_TIMES = 200
"""Text shrinks to a fifth, a page of templates to a fiftieth; what grows more often is made to fill the memory."""
_TIMES_FROM = 10_000_000
_STEP = 4096  # bz2 and lzma unpack all that a step of packed bytes holds, so the steps are small

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = frozenset(("[Content_Types].xml", "mimetype"))
_NO_ARCHIVES = (".docx", ".xlsx", ".pptx")
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1


@frozen
class Member:
    """A file in an archive."""

    name: str
    """As it was meant, with `/` between its parts; it only names, whatever stands in it."""
    info: ZipInfo


def members(path: str) -> tuple[Member, ...] | None:
    """The files in the zip archive at `path`, in the order of a folder; None for any other file, as a .docx is.

    Raises:
        ReadError: if the archive is damaged.

    """
    if path.lower().endswith(_NO_ARCHIVES):
        return None  # a damaged one is a damaged Word document
    try:
        with Path(path).open("rb") as file:
            if not file.read(4).startswith(_SIGNATURES):
                return None
    except (OSError, ValueError):
        return None  # whoever reads the file says what is wrong with it
    with _opened(path) as archive:
        infos = archive.infolist()
    if any(info.filename in _OFFICE for info in infos):
        return None
    named = [Member(name, info) for name, info in zip(_names(infos), infos, strict=True)]
    shown = [member for member in named if not member.name.endswith("/") and not _hidden(member.name)]
    return tuple(sorted(shown, key=lambda member: member.name.split("/")))


def _hidden(name: str) -> bool:
    return any(part.startswith(".") and part not in (".", "..") for part in name.split("/"))


def _names(infos: list[ZipInfo]) -> list[str]:
    """The members' names: a zip made on a Chinese Windows holds GBK where zipfile reads the letters of old DOS."""
    raw = [b"" if info.flag_bits & _UTF8_NAME else info.orig_filename.encode("cp437") for info in infos]
    # All names of an archive are in one encoding, and together they show it better than each alone.
    encoding = decode(b"\n".join(raw), declared="gbk").encoding
    return [
        (name.decode(encoding, "replace") if name else info.orig_filename).split("\0")[0]
        for name, info in zip(raw, infos, strict=True)
    ]


def _opened(path: str) -> ZipFile:
    try:
        return ZipFile(path)
    except Exception as error:  # zipfile raises a dozen kinds for damaged archives
        raise _damaged(path, error) from None


def _damaged(name: str, error: Exception) -> ReadError:
    if isinstance(error, NotImplementedError):
        return ReadError(readable(name), "is packed in a way that Python cannot unpack; pack it again as a plain zip")
    return ReadError(readable(name), f"is damaged or no zip archive: {error}")


class Archives:
    """Reads members, and keeps the archive open that the last one was in: its directory may be long."""

    def __init__(self) -> None:
        self._path = ""
        self._archive: ZipFile | None = None

    def __enter__(self) -> Archives:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open."""
        if self._archive is not None:
            self._archive.close()
        self._archive = None

    def read(self, path: str, info: ZipInfo, name: str) -> bytes:
        """The bytes of a member of the archive at `path`; `name` is what a message calls it.

        Raises:
            ReadError: if it is damaged, encrypted, an archive itself, or unpacks to too much.

        """
        if info.flag_bits & _ENCRYPTED:
            raise ReadError(readable(name), "is encrypted; unpack the archive with its password first")
        if self._archive is None or self._path != path:
            self.close()
            self._archive, self._path = _opened(path), path
        try:
            data = _counted(self._archive, info, name)
        except ReadError:
            raise
        except Exception as error:  # as above, and those of three packing methods
            raise _damaged(name, error) from None
        if data.startswith(_SIGNATURES) and name.lower().endswith(".zip"):
            raise ReadError(readable(name), "is an archive in an archive, which is not opened; unpack it first")
        return data


def _counted(archive: ZipFile, info: ZipInfo, name: str) -> bytes:
    """What the member unpacks to, counted as it comes: its header may lie."""
    unpacked = bytearray()
    with archive.open(info) as file:
        while step := file.read(_STEP):
            unpacked += step
            if len(unpacked) > MOST_UNPACKED:
                raise ReadError(readable(name), f"unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
            if len(unpacked) > max(_TIMES_FROM, MOST_TIMES * info.compress_size):
                raise ReadError(readable(name), f"unpacks to more than {MOST_TIMES} times its size, as a zip bomb does")
    return bytes(unpacked)

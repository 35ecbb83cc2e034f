"""Files that come into being under another name, so that nothing half-written ever stands under their own."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator

from govnews.errors import GovnewsError, WriteError, readable

_ADVICE = {
    errno.ENOSPC: "the disk is full; make room or choose another folder",
    errno.EDQUOT: "your quota of the disk is used up; make room or choose another folder",
    errno.EACCES: "no permission to write there; choose another folder",
    errno.EPERM: "no permission to write there; choose another folder",
    errno.EROFS: "that disk is read-only; choose another folder",
    errno.EFBIG: "the file would be larger than it may be there; choose another folder or several files",
    errno.ENOENT: "there is no such folder; make it first",
    errno.ENOTDIR: "there is no such folder; make it first",
    errno.EISDIR: "is a folder; name a file",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
}


class Part:
    """A file under a name of its own beside the one that it gets when it is finished.

    Raises:
        WriteError: if a file of that name exists and `force` is not given, or if nothing can be written there.

    """

    def __init__(self, path: str, *, force: bool) -> None:
        self.path = path
        self._force = force
        with explained(path):
            if os.path.isdir(path):  # noqa: PTH112 - as the user named it
                raise IsADirectoryError(errno.EISDIR, "", path)
            if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113
                # It would be replaced: /dev/null by a file.
                raise WriteError(readable(path), "is no file but a pipe or a device; name a file")
            self._refuse_existing()
            folder = os.path.dirname(path)  # noqa: PTH120
            self.temporary = os.path.join(folder, f".govnews-{secrets.token_hex(6)}.part")  # noqa: PTH118
            # It is made at once: a folder that cannot be written to must not show after a night's work.
            os.close(os.open(self.temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))

    def _refuse_existing(self) -> None:
        if not self._force and os.path.lexists(self.path):
            raise WriteError(readable(self.path), "exists already; name another file, or ask to overwrite it (force)")

    def finish(self) -> None:
        """Give it its own name."""
        with explained(self.path):
            self._refuse_existing()
            descriptor = os.open(self.temporary, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            os.replace(self.temporary, self.path)  # noqa: PTH105 - as the user named it

    def discard(self) -> None:
        """Take it away."""
        with contextlib.suppress(OSError):
            os.unlink(self.temporary)  # noqa: PTH108


@contextlib.contextmanager
def explained(path: str, *others: type[Exception]) -> Iterator[None]:
    """Errors of the system, and of `others`, as one line about `path`."""
    try:
        yield
    except GovnewsError:
        raise  # it is explained, though it may be an error of the system too
    except OSError as error:
        said = error.strerror or str(error)
        raise WriteError(readable(path), f"cannot be written: {_ADVICE.get(error.errno or 0, said)}") from error
    except others as error:
        said = " ".join(str(error).split())
        raise WriteError(readable(path), f"cannot be written: {_sentence(said)}") from error


def _sentence(said: str) -> str:
    """A database's words for a full disk as ours, all others as they are."""
    return _ADVICE[errno.ENOSPC] if "disk is full" in said or "No space left" in said else said

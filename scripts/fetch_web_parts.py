"""Fetch what others wrote for the pages: the charting library in the package, the accessibility checker of the tests.

    python scripts/fetch_web_parts.py            fetch both and write them
    python scripts/fetch_web_parts.py --check    fetch nothing, fail where a file in the package is another one

Both come from the npm registry, pinned by version and sha256. uPlot (MIT) stands in the package with its licence;
axe-core (MPL-2.0) stands in tests/web/ and is neither committed nor distributed.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/govnews/output/view/vendor"
TESTS = ROOT / "tests/web"
# package, sha256 of its archive, and its files: where each goes, with its sha256
PARTS = (
    (
        "uplot@1.6.32",
        "4b8a8191e425658e3ea8c8c1314b0fc679c861ee3a1af2b20c7b16ba50b5133d",
        (
            (
                "dist/uPlot.iife.min.js",
                VENDOR / "uPlot.iife.min.js",
                "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
            ),
            (
                "dist/uPlot.min.css",
                VENDOR / "uPlot.min.css",
                "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
            ),
            (
                "LICENSE",
                VENDOR / "uPlot-LICENSE.txt",
                "8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd",
            ),
        ),
    ),
    (
        "axe-core@4.14.1",
        "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        (("axe.min.js", TESTS / "axe.min.js", "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"),),
    ),
)


def main(arguments: list[str]) -> int:
    """Fetch or check."""
    if "--check" in arguments:
        wrong = [
            target
            for _, _, members in PARTS
            for _, target, digest in members
            if target.is_relative_to(VENDOR) and _digest(target.read_bytes()) != digest
        ]
        for target in wrong:
            print(f"{target.relative_to(ROOT)}: another file than was fetched, run python scripts/fetch_web_parts.py")
        return 1 if wrong else 0
    with tempfile.TemporaryDirectory() as folder:
        for package, archive_digest, members in PARTS:
            subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder, package], check=True)
            archive = Path(folder) / f"{package.replace('@', '-')}.tgz"
            _expect(archive.name, archive.read_bytes(), archive_digest)
            with tarfile.open(archive) as tar:
                for name, target, digest in members:
                    member = tar.extractfile(f"package/{name}")
                    assert member is not None
                    found = member.read()
                    _expect(f"{package}/{name}", found, digest)
                    target.parent.mkdir(exist_ok=True)
                    target.write_bytes(found)
                    print(f"{target.relative_to(ROOT)}: {len(found)} bytes from {package}")
    return 0


def _expect(name: str, found: bytes, digest: str) -> None:
    if _digest(found) != digest:
        sys.exit(f"{name}: sha256 is {_digest(found)}, expected {digest}")


def _digest(found: bytes) -> str:
    return hashlib.sha256(found).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

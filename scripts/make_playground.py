"""Put what the playground of the docs needs into a built site: Pyodide, govnews and the pure wheels it needs.

    .venv/bin/zensical build --clean
    python scripts/make_playground.py              into site/
    python scripts/make_playground.py --site DIR   into another folder
    python -m http.server --directory site         then open http://127.0.0.1:8000/playground.html

Needs `npm` and `pip`, and the network once; the site that comes out asks nothing of any other machine. Nothing of this
is kept in the repository: what is fetched is checked by sha256 and kept in build/playground.

pyodide 0.29.5 of the npm registry (MPL-2.0): CPython 3.13.2 for WebAssembly with the standard library, no packages.
Wheels of PyPI: scripts/playground.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "playground"
WHEELS = ROOT / "scripts" / "playground.txt"
EXAMPLE = ROOT / "src/govnews/data/pages/district_page.txt"

VERSION = "0.29.5"
SHA256 = "6749b10ee515a1458ecea36d860c8ce2a48366e85b3f92d749ad1840e4aff181"
FILES = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
"""The files of the package that a worker loads; its index of packages goes into contents.json without the packages."""

NOTICE = f"""\
This folder holds programs of others, unchanged:

pyodide-{VERSION}/: Pyodide, Copyright Pyodide contributors, Mozilla Public License 2.0
(https://www.mozilla.org/MPL/2.0/). Source: https://github.com/pyodide/pyodide/tree/{VERSION}
In it CPython, Copyright Python Software Foundation, PSF License (https://docs.python.org/3/license.html).

wheels/: each wheel holds its licence.
"""


def sha256(data: bytes) -> str:
    """The digest by which a file is known."""
    return hashlib.sha256(data).hexdigest()


def run(*command: str | Path) -> None:
    """Run a program in the repository; its output is shown where it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} ends with {done.returncode}:\n{done.stdout}{done.stderr}")


def package() -> Path:
    """The package of npm, fetched where it is not here yet, with its digest checked."""
    path = KEPT / f"pyodide-{VERSION}.tgz"
    if not path.exists():
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("npm is not installed: it fetches Pyodide")
        run(npm, "pack", f"pyodide@{VERSION}", "--pack-destination", KEPT)
    found = sha256(path.read_bytes())
    if found != SHA256:
        sys.exit(f"{path.name}: sha256 is {found}, expected {SHA256}")
    return path


def wheels(folder: Path) -> list[Path]:
    """The wheels of PyPI, checked by pip, and govnews as it stands here."""
    fetched = KEPT / "wheels"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(
        *pip,
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--require-hashes",
        "-r",
        WHEELS,
        "-d",
        fetched,
    )
    folder.mkdir(parents=True)
    run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ".")
    for name in re.findall(r"sha256:([0-9a-f]{64})", WHEELS.read_text(encoding="utf-8")):
        path = next(path for path in fetched.glob("*.whl") if sha256(path.read_bytes()) == name)
        shutil.copy(path, folder / path.name)
    for path in folder.glob("*.whl"):
        with zipfile.ZipFile(path) as archive:
            if compiled := [name for name in archive.namelist() if name.endswith((".so", ".pyd"))]:
                sys.exit(f"{path.name} is not pure Python: {compiled[0]}")
    return sorted(folder.glob("*.whl"))


def make(site: Path) -> int:
    """Fill the folder `playground` of the site; the bytes that a browser loads come back."""
    folder = site / "playground"
    if not (folder / "worker.js").exists():
        sys.exit(f"{site} is no built site with a playground: run zensical build first")
    KEPT.mkdir(parents=True, exist_ok=True)
    engine = folder / f"pyodide-{VERSION}"
    for old in (engine, folder / "wheels"):
        shutil.rmtree(old, ignore_errors=True)
    engine.mkdir()
    with tarfile.open(package()) as archive:
        for name in (*FILES, "pyodide-lock.json"):
            member = archive.extractfile(f"package/{name}")
            assert member is not None, name
            (engine / name).write_bytes(member.read())
    lock = json.loads((engine / "pyodide-lock.json").read_text(encoding="utf-8"))
    (engine / "pyodide-lock.json").unlink()
    packed = wheels(folder / "wheels")
    shutil.copy(EXAMPLE, folder / "example.txt")
    (folder / "NOTICE.txt").write_text(NOTICE, encoding="utf-8")
    loaded = [*(engine / name for name in FILES if not name.endswith(".js")), *packed, folder / "show.py"]

    def address(path: Path) -> str:
        # The digest makes a browser fetch a file anew when its content is another and its name the same.
        return f"{path.relative_to(folder).as_posix()}?{sha256(path.read_bytes())[:8]}"

    contents = {
        "pyodide": engine.name,
        "lock": {"info": lock["info"]},
        "wheels": [address(path) for path in packed],
        "show": address(folder / "show.py"),
        "example": address(folder / "example.txt"),
        "bytes": sum(path.stat().st_size for path in loaded),
    }
    (folder / "contents.json").write_text(json.dumps(contents, indent=1) + "\n", encoding="utf-8")
    return sum(path.stat().st_size for path in (*loaded, engine / "pyodide.js", engine / "pyodide.asm.js"))


def main() -> None:
    """Make it, and say how much it is."""
    parser = argparse.ArgumentParser(description="Put the playground into a built site.")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the folder of the built site")
    site = parser.parse_args().site.resolve()
    size = make(site)
    print(f"{site / 'playground'}: {size / 1e6:.1f} MB to load, Pyodide {VERSION}")


if __name__ == "__main__":
    main()

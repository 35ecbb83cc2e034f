"""Environments of their own for programs that the package does not need: the peers, and what draws the plot.

They are made at the first run in benchmarks/.environments, from the package index.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE / ".environments"


def python_with(*requirements: str) -> str:
    """The interpreter of an environment in which these are installed; without any, the one that runs.

    Raises:
        CalledProcessError: if they cannot be installed.

    """
    if not requirements:
        return sys.executable
    folder = ENVIRONMENTS / requirements[0].replace("==", "-")
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    installed = folder / "installed"
    if not installed.exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([str(python), "-m", "pip", "install", "-qq", *requirements], check=True)
        installed.touch()
    return str(python)


def printed_by(program: str, *arguments: object, python: str = sys.executable) -> str:
    """What a fresh interpreter prints for a program; what it complains of is shown."""
    command = [python, "-c", program, *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout

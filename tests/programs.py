"""Loads the programs in scripts/ and benchmarks/ as modules."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent


def script(name: str, folder: str = "scripts") -> ModuleType:
    """The program by its name without suffix."""
    if (path := str(ROOT / folder)) not in sys.path:
        sys.path.append(path)  # where they find one another
    spec = importlib.util.spec_from_file_location(name, ROOT / folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module

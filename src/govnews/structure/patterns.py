r"""Patterns with `\p{Han}`, by `regex`, and by `re` where `regex` cannot be had.

`regex` is a compiled library and a dependency of every install. The playground of the docs runs in Pyodide, which
brings the standard library alone; the patterns therefore use nothing that `re` lacks but `\p{Han}`, and the tests hold
both to the same answers.
"""

from __future__ import annotations

import re
from types import ModuleType

try:
    import regex as _regex
except ModuleNotFoundError:
    _ENGINE: ModuleType = re
else:
    _ENGINE = _regex

HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufa6d\ufa70-\ufad9\U00016fe2-\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0003fffd"
)
"""The script Han of Unicode's Scripts.txt for `re`; planes 2 and 3 whole, for nothing else is put there."""


def compiled(pattern: str, engine: ModuleType = _ENGINE) -> re.Pattern[str]:
    r"""The pattern, in which `\p{Han}` stands for one Chinese character; it may not stand in a class.

    >>> compiled(r"\p{Han}{2,4}").fullmatch("李小明") is not None
    True
    """
    found: re.Pattern[str] = engine.compile(pattern.replace(r"\p{Han}", f"[{HAN}]") if engine is re else pattern)
    return found

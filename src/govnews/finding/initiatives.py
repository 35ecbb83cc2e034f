"""Named programmes, mechanisms, platforms and formulas of government work."""

from __future__ import annotations

from govnews.models import Initiative


def find_initiatives(text: str) -> tuple[Initiative, ...]:
    return ()

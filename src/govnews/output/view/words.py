"""What the pages say of themselves, in English and Chinese: the table `words.csv`, and the messages made with it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from govnews.errors import WrongOption
from govnews.output.view.escaping import escaped

TAGS = {"en": "en", "zh": "zh-Hans"}
"""The languages of the pages, and what `lang` says of text in them (BCP 47)."""
Message: TypeAlias = "tuple[str | Message, ...]"
"""A key of `words.csv` and what stands in its gaps: text as it is, or a message in its turn."""
_GAP = re.compile(r"\{(\d)\}")
_SAID = re.compile(r'data-(say|label)="([^"$]+)"(>?)')


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """For each key the words in each language, from `words.csv`, which stands beside this module."""
    table = files("govnews.output.view").joinpath("words.csv").read_text(encoding="utf-8")
    return {row.pop("key"): row for row in csv.DictReader(table.splitlines())}


def language_of(language: str | None) -> str | None:
    """The language itself where the pages have it.

    Raises:
        WrongOption: if they have not.

    """
    if language is not None and language not in TAGS:
        raise WrongOption(f"language must be None or one of {', '.join(TAGS)}, got {language!r}")
    return language


def said(message: Message, language: str) -> str:
    """A message in words; what stands in its gaps is not looked through for gaps.

    >>> said(("count.of", "{1}", "5"), "en")
    '{1} of 5'
    >>> said(("mark.number", ("reading.date",), "rule"), "zh")
    '不算统计数字：日期（rule）'
    """
    key, *arguments = message
    if not isinstance(key, str):
        raise TypeError(f"a message begins with its key, not with {key!r}")

    def argument(gap: re.Match[str]) -> str:
        value = arguments[int(gap[1])]
        return value if isinstance(value, str) else said(value, language)

    return _GAP.sub(argument, catalogue()[key][language])


def counted(count: int, what: str) -> Message:
    """How many there are of a thing: `counted(1, "article")` is said 1 article."""
    return (f"{what}.one" if count == 1 else f"{what}.many", str(count))


class Sayings:
    """Text of the page itself: written in one language, with what the page needs to say it in the other.

    An element with `data-say` has its text from there, one with `data-label` its name, one with `data-tip` what is
    shown when the pointer rests on it. There stands a key of `words.csv` or the number of a message.
    """

    def __init__(self, language: str | None, *, tips: bool = True) -> None:
        self.chosen = language_of(language)
        self.language = language or "en"
        self.tag = TAGS[self.language]
        self._tips = tips
        self._messages: dict[Message, int] = {}

    def text(self, *message: str | Message) -> str:
        """What stands between `<p` and `</p>`: the attributes, the end of the tag and the text."""
        return f' data-say="{self._name(message)}" lang="{self.tag}">{escaped(said(message, self.language))}'

    def label(self, *message: str | Message) -> str:
        """The attributes that name an element."""
        return f' data-label="{self._name(message)}" aria-label="{escaped(said(message, self.language))}"'

    def tip(self, *messages: Message) -> str:
        """The attributes of what is shown when the pointer rests on an element, a line a message.

        The title itself is left out of pages that are opened by a script, which knows how to say it.
        """
        lines = dict.fromkeys(messages)
        names = " ".join(str(self._number(message)) for message in lines)
        title = escaped("\n".join(said(message, self.language) for message in lines)) if self._tips else ""
        return f' data-tip="{names}"' + (f' title="{title}"' if self._tips else "")

    def fill(self, template: str) -> str:
        """A template with the words of its keys: `data-say="find">` becomes `data-say="find">Find`."""

        def filled(match: re.Match[str]) -> str:
            words = escaped(said((match[2],), self.language)).replace("$", "$$")
            return match[0] + words if match[1] == "say" else f'data-label="{match[2]}" aria-label="{words}"{match[3]}'

        return _SAID.sub(filled, template)

    def data(self) -> dict[str, Any]:
        """What a page's script needs to say everything again."""
        return {
            "language": self.chosen,
            "written": self.language,
            "tags": TAGS,
            "words": catalogue(),
            "messages": list(self._messages),
        }

    def _name(self, message: Message) -> str | int:
        key = message[0]
        return key if isinstance(key, str) and len(message) == 1 else self._number(message)

    def _number(self, message: Message) -> int:
        return self._messages.setdefault(message, len(self._messages))

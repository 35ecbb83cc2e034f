"""The parts of a meeting's report: 会议指出, 会议强调, and what was said."""

from __future__ import annotations

import re

from govnews.models import Readout
from govnews.spans import Span

_VERBS = "指出|强调|要求|部署|明确|认为|提出|决定|听取|审议|传达|号召|希望"
# The verb opens a sentence, with a speaker of at most twelve characters in front: 会议强调, 区委书记张三指出
_READOUT = re.compile(
    rf"(?:^|(?<=[。！？\n\f　 ]))((?:会议|大会|全会|会上|座谈会|推进会)|[\u4e00-\u9fff]{{2,12}}?)({_VERBS})[，,：:]"
)
_MEETING = ("会议", "大会", "全会", "座谈会", "推进会")


def find_readouts(text: str) -> tuple[Readout, ...]:
    """The parts of a meeting's report in `text`, each up to the next one or to the paragraph's end.

    >>> [(readout.verb, readout.text) for readout in find_readouts("会议指出，要抓紧。会议强调，要抓实。")]
    [('会议指出', '要抓紧。'), ('会议强调', '要抓实。')]
    """
    matches = [match for match in _READOUT.finditer(text) if match[1].endswith(_MEETING)]
    found = []
    for i, match in enumerate(matches):
        stop = text.find("\n", match.end())
        stop = len(text) if stop < 0 else stop
        if i + 1 < len(matches):
            stop = min(stop, matches[i + 1].start())
        said = text[match.end() : stop].strip()
        found.append(Readout(match[1] + match[2], match[1], said, Span(match.start(1), stop)))
    return tuple(found)

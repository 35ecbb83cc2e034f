"""The texts that the benchmarks measure: invented district news, the same at every run.

Every text comes in pieces, as many as make up a size in bytes of UTF-8, so that also a large one can be written to a
file without being held.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain, count, repeat

FIGURES = (
    "今年以来，街道走访群众{}.{}万人次，解决问题{}件。",
    "全年完成工业投资{}亿元，同比增长{}.{}%。",
    "新建社区食堂{}家、老年人日间照料中心{}处，惠及老人{}00余人次。",
    "改造老旧小区{}个，加装电梯{}部，新增停车位{}个。",
    "铺设管网{}.{}公里，新增绿地{}万平方米。",
)
PLACES = (
    "天津市河西区天塔街的居民说，家门口的变化看得见、摸得着。",
    "河西区挂甲寺街道把服务送到楼门口，邻里有事好商量。",
    "杭州市西湖区的同行前来学习，双方交流了社区工作的做法。",
)
PLAIN = (
    "民有所呼，我有所应，把老百姓的烦心事一件一件办好。",
    "政务大厅少跑腿、快办事，企业和居民办事越来越方便。",
    "楼门长、志愿者常上门，邻里的矛盾早发现、早化解。",
    "大力发展特色农业，延长产业链条，带动周边村民在家门口就业增收。",
    "推进生态环境治理，加强河湖管护，绿色发展的底色更加鲜明。",
    "完善公共文化服务，组织文艺队伍进社区、进校园，丰富居民精神文化生活。",
)
TITLES = ("老街换新颜", "小区添绿", "服务送到家门口", "河畔又添新公园")
NAMES = ("方一舟", "周知远", "李小明", "王静")
PAGE = 3000
"""The characters of a page."""
HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>小区添绿_滨河区人民政府</title>
<meta name="SiteName" content="滨河区人民政府"><meta name="ArticleTitle" content="小区添绿">
<meta name="PubDate" content="2024-06-12 10:20:00"><meta name="ContentSource" content="滨河新闻"></head><body>
<div class="nav"><ul><li><a href="/a">走进滨河</a></li><li><a href="/b">新闻中心</a></li></ul></div>
<h1>小区添绿</h1><p class="info"><span>发布时间：2024-06-12 10:20</span><span>来源：滨河新闻</span></p>
<div class="TRS_Editor">
"""
MENU = '<li><a href="/list">政务公开 通知公告 政策解读</a></li>\n'
FOOT = '</ul></div><div class="footer"><p>主办单位：滨河区人民政府办公室</p></div></body></html>\n'


def up_to(size: int, pieces: Iterator[str]) -> Iterator[str]:
    """So many of the pieces as have `size` bytes, the last one whole."""
    while size > 0:
        piece = next(pieces)
        size -= len(piece.encode())
        yield piece


def sentence(draw: random.Random, figures: float, places: float = 0) -> str:
    """A sentence that has figures or names a place in so large a share of all draws."""
    share = draw.random()
    kind = FIGURES if share < figures else PLACES if share < figures + places else PLAIN
    return draw.choice(kind).format(*(draw.randint(2, 90) for _ in range(3)))


def page(number: int, characters: int) -> str:
    """The page of that number, of so many characters or up to a sentence more.

    One sentence in four has figures, one in eight names a place.
    """
    draw = random.Random(number)
    lines = [draw.choice(TITLES), "", f"本报讯（记者 {draw.choice(NAMES)}）{draw.choice(PLAIN)}"]
    length = sum(map(len, lines)) + len(lines)
    while length < characters:
        sentences = range(min(5, (characters - length) // 30 + 1))
        lines.append("　　" + "".join(sentence(draw, 1 / 4, 1 / 8) for _ in sentences))
        length += len(lines[-1]) + 1
    return "\n".join(lines)


def pages(size: int) -> Iterator[str]:
    """Page after page, as the pages of a year stand in one file; the last one is shorter."""
    for number in count():
        if size <= 0:
            return
        # A character has 2.75 bytes.
        piece = page(number, min(PAGE, size * 4 // 11)) + "\n\n"
        size -= len(piece.encode())
        yield piece


def paragraphs(size: int, figures: float, places: float = 0, *, end: str = "\n") -> Iterator[str]:
    """Paragraphs of five sentences, of which so large a share has figures or names places."""
    draw = random.Random(5)
    return up_to(size, ("".join(sentence(draw, figures, places) for _ in range(5)) + end for _ in count()))


def web_page(size: int) -> Iterator[str]:
    """A page of a government site, half of it paragraphs, half links."""
    half = (size - len((HEAD + FOOT).encode())) // 2
    body = (f"<p>　　{text}</p>\n" for text in paragraphs(half - half // 20, 1 / 4, 1 / 8, end=""))
    return chain([HEAD], body, ['</div><div class="links"><ul>\n'], up_to(half, repeat(MENU)), [FOOT])


def mixed(size: int, share: float) -> Iterator[str]:
    """Paragraphs without names of places, in which so large a share of the characters is traditional, more or less.

    著 and 覆 need a look at what stands around them; in news they are half a character in a thousand.
    """
    from govnews.repair.dictionaries import dictionaries

    back = {new: old for old, new in sorted(dictionaries().certain.items(), reverse=True)}
    back |= dict(zip("区业经实现乡党员时问题务导", "區業經實現鄉黨員時問題務導", strict=True))
    draw = random.Random(7)
    rare = ("公交线路覆盖所有行政村，居民出门十分钟就能坐上车。\n", "著名作家走进校园，与师生们分享写作经验。\n")
    plain = paragraphs(2 * size, 1 / 4)
    for text in up_to(size, (draw.choice(rare) if n % 10 == 9 else next(plain) for n in count())):
        yield "".join(back.get(c, c) if share == 1 or draw.random() < share else c for c in text) if share else text

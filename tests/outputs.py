"""Documents for the tests of tables and outputs: every table has rows, and cells that are hard to write."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

import govnews
from govnews import ReadError, Span, models
from govnews.models import Document
from govnews.output.tables import Outcome

PAGE = """=老街换新颜

本报讯（记者 方一舟 通讯员 周知远）天津市河西区天塔街红桥路的改造完工。工程总投资1.2亿元，铺设管网8.5公里，占地300亩，
惠及居民3000余户。
𠮷林路街道推行“1+4+5”工作法，新建助餐点3至5个，三分之二的居民参加。

李明 王琪 摄"""

PLAIN = "今年以来，全區走访群众1.2万人次，解决问题300件。"


def rich() -> Document:
    """A page with something in each table, organisations and long numbers too."""
    document = govnews.parse(PAGE, published="2024-07-05", place="天津市河西区", publication="滨河日报")
    article, *others = document.articles
    found = document.text.index("红桥路")
    organizations = (
        models.Organization(
            "街道办", "天塔街道办事处", models.OrganizationKind.SUBDISTRICT_OFFICE, None, Span(found, found + 3)
        ),
        evolve(article_organization(), span=Span(found, found + 2)),
    )
    initiative = evolve(article.initiatives[0], components=("一网", "四级"), owner="街道")
    long = evolve(article.statistics[0], value=Decimal("1e30"), base_value=None)
    article = evolve(
        article,
        organizations=organizations,
        initiatives=(initiative,),
        statistics=(long, *article.statistics[1:]),
    )
    return evolve(document, articles=(article, *others))


def article_organization() -> models.Organization:
    """An organisation of a place."""
    return models.Organization("红桥", None, models.OrganizationKind.COMPANY, models.PlaceName("河西区"), Span(0, 1))


def results() -> list[tuple[str | None, Outcome]]:
    """What `read_all` may yield: documents, one of them twice, and an error."""
    return [
        ("a.txt", rich()),
        ("+b.txt", govnews.parse(PLAIN)),
        ("copy/of/b.txt", govnews.parse(PLAIN, published="2024-01-02")),
        ("c.txt", ReadError("c.txt", "no such file")),
        (None, govnews.parse("孤立的\ud800代理\x00和\x0b控制\r符，走访群众12人。\n\r\n\u2028完")),
    ]

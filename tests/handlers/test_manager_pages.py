"""Pages of the managers' group, as they are read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.campaigns.campaign import Campaign, CampaignKind
from bot.domain.campaigns.figures import CampaignFigures
from bot.flows.campaigns.buttons import CampaignRows, Do
from bot.i18n import translator_for
from handlers.managers.figures import chart_of
from handlers.managers.pages import listed

T = translator_for("en")
MANY = [Campaign(n, CampaignKind.QUESTION, words="Who?", channel=2) for n in range(45, 0, -1)]


def numbers(rows: CampaignRows) -> list[int]:
    return [each.intent.number for row in rows for each in row if each.intent.do is Do.OPEN]


def test_every_campaign_is_in_the_list_page_by_page() -> None:
    found, page = [], 0
    while True:
        _, rows = listed(MANY, 2, page, T)
        found += numbers(rows)
        assert sum(map(len, rows)) <= 100  # Telegram takes no more
        turns = {e.label: e.intent for row in rows for e in row if e.intent.do is Do.ALL}
        assert ("◀" in turns) is (page > 0)
        if "▶" not in turns:
            break
        assert turns["▶"].channel == 2
        page = int(turns["▶"].value)
    assert found == list(range(45, 0, -1))
    assert numbers(listed(MANY, 2, 99, T)[1]) == [5, 4, 3, 2, 1]  # an older list had more


def test_a_short_list_has_no_other_pages() -> None:
    _, rows = listed(MANY[:20], 2, 0, T)
    assert [len(row) for row in rows] == [1] * 20


def test_a_charts_title_is_cut_at_a_word() -> None:
    words = "What did you never tell anybody about the years in which you went to school?"
    asked = replace(MANY[0], words=words, label="Question")
    day = datetime(2026, 11, 25, tzinfo=UTC).date()
    title = chart_of(asked, CampaignFigures((day, day + timedelta(days=1))), T).title
    assert title.endswith("…")
    assert words.startswith(title.removesuffix("…") + " ")

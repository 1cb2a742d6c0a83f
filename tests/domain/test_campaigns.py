"""Campaigns: labels, what they may be about, and what is told of them."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from bot.domain.campaigns.campaign import (
    Campaign,
    CampaignKind,
    first_line,
    inked,
    missing,
    number_of,
    one_line,
)
from bot.domain.campaigns.categories import Category, read_categories
from bot.domain.campaigns.figures import (
    CampaignFigures,
    Told,
    as_csv,
    figures_of,
    said,
    said_over,
)
from bot.domain.campaigns.house_rules import refused_for
from bot.domain.campaigns.labels import COUNTRIES, flag, labels_of

START = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("FR", ("Publicité", "Collaboration commerciale")),
        ("DE", ("Anzeige",)),
        ("ES", ("Publicidad",)),
        ("IT", ("Pubblicità",)),
        ("BR", ("Publicidade",)),
        ("GB", ("Ad",)),
        ("US", ("Ad",)),
        ("IN", ("#ad",)),
        ("RU", ("Реклама",)),
        ("TR", ("Reklam",)),
        ("", ("Ad",)),
        ("JP", ("Ad",)),
    ],
)
def test_the_label_is_that_of_the_country_in_which_it_is_shown_first(
    country: str, words: tuple[str, ...]
) -> None:
    assert labels_of(country).words == words


def test_only_russia_registers_each_advertisement() -> None:
    assert [code for code in COUNTRIES if labels_of(code).registered] == ["RU"]
    assert flag("FR") == "🇫🇷"


def test_the_first_line_names_label_payer_and_token() -> None:
    paid = Campaign(7, CampaignKind.POST, payer="Marque", label="Publicité")
    assert first_line(paid) == "Publicité · Marque · c7"
    assert inked(paid) == "Publicité · Marque"
    assert first_line(Campaign(7, CampaignKind.QUESTION, label="Question")) == "Question · c7"
    russian = Campaign(
        12, CampaignKind.POST, payer="ООО «Ромашка»", label="Реклама", advert="erid: 2Vtz"
    )
    assert first_line(russian) == "Реклама · ООО «Ромашка» · erid: 2Vtz · c12"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Publicité · Marque · c7", 7),
        ("Question · c12", 12),
        ("#7", None),
        ("Most loved · 25 November", None),
        ("🦊 Fox · 12.3", None),
        ("about abc7", None),
        ("Question · c07", None),
    ],
)
def test_the_token_at_the_end_of_the_first_line_tells_which_campaign_a_post_is(
    line: str, number: int | None
) -> None:
    assert number_of(line) == number


def test_a_name_cannot_make_two_parts_of_the_line() -> None:
    assert one_line("Marque · c9\n second  line") == "Marque c9 second line"


def test_moderators_are_asked_only_about_what_is_complete() -> None:
    made = Campaign(7, CampaignKind.POST, payer="Marque")
    assert missing(made) == "country"
    assert missing(Campaign(7, CampaignKind.POST, payer="M", country="FR")) == "label"
    assert missing(Campaign(7, CampaignKind.QUESTION, label="Question")) == "words"
    whole = Campaign(
        7,
        CampaignKind.QUESTION,
        label="Question",
        words="Who?",
        starts_at=START,
        until=START + timedelta(days=1),
    )
    assert missing(whole) is None


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Have a beer with us tonight", Category.ALCOHOL),
        ("Un verre de vin rouge offert", Category.ALCOHOL),
        ("Votez pour la liste bleue", Category.POLITICS),
        ("Jeu d'argent : pariez !", Category.GAMBLING),
        ("Ставки на спорт", Category.GAMBLING),
        ("Neue E-Zigaretten", Category.TOBACCO),
        ("Medicamentos sin receta", Category.MEDICINES),
        ("Munitions à moitié prix", Category.WEAPONS),
        ("What did you never tell anybody about bullying?", None),
        ("Qu'est-ce qui t'a aidé contre le harcèlement ?", None),
        ("Which drink tastes of summer?", None),
        ("Armoured with a smile", None),
        ("زوروا الكازينو الجديد", Category.GAMBLING),
        ("تذوّقوا البيرة والنبيذ", Category.ALCOHOL),
        ("خرید سیگار الکترونیکی", Category.TOBACCO),
        ("سایت شرط‌بندی فوتبال", Category.GAMBLING),
        ("आज शराब मुफ़्त है", Category.ALCOHOL),
        ("चुनावी रैली में आइए", Category.POLITICS),
        ("Judi online terpercaya", Category.GAMBLING),
        ("Obat tanpa resep dokter", Category.MEDICINES),
        ("ጥሩ ሲጋራ በቅናሽ", Category.TOBACCO),
        ("ቢራ ይጠጡ", Category.ALCOHOL),
        ("Saylovda qatnashing", Category.POLITICS),
        ("Qurollar do‘koni", Category.WEAPONS),
        ("Half-price guns", Category.WEAPONS),
        ("Ron’s bakery on the corner", None),  # no rum
        ("Arma tu propio grupo", None),
        ("Sana bir soru: seçim senin mi?", None),
        ("Judi reads to children", None),
        ("ماذا لم تقل لأحد؟", None),
        ("आपने किसी को क्या नहीं बताया?", None),
    ],
)
def test_the_house_refuses_what_its_rules_name(text: str, category: Category | None) -> None:
    assert refused_for(text) is category
    assert refused_for(text, frozenset(Category)) is None


def test_an_operator_allows_a_category_by_its_name() -> None:
    allowed = read_categories("alcohol, Politics")
    assert refused_for("Beer for everybody", allowed) is None
    assert refused_for("A casino night", allowed) is Category.GAMBLING
    with pytest.raises(ValueError, match="no category 'beer'"):
        read_categories("beer")


BEGINS = TODAY - timedelta(days=3)
YESTERDAY = TODAY - timedelta(days=1)


def rows(*counts: tuple[int, Told, int]) -> list[tuple[date, str, int]]:
    return [(TODAY - timedelta(days=back), what, times) for back, what, times in counts]


def told(
    *counts: tuple[int, Told, int], begins: date = BEGINS, ends: date = TODAY
) -> CampaignFigures:
    return figures_of(rows(*counts), begins=begins, ends=ends, today=TODAY)


@pytest.mark.parametrize(("count", "text"), [(0, "<5"), (1, "<5"), (4, "<5"), (5, "5"), (9, "9")])
def test_few_are_not_told_from_none(count: int, text: str) -> None:
    assert said(count) == text


def test_every_cell_below_five_says_so() -> None:
    kept = told((3, Told.OPENS, 4), (2, Told.OPENS, 12), (2, Told.APPROVED, 5), (1, Told.TAKEN, 1))
    lines = as_csv(kept).decode().splitlines()
    assert lines == [
        "day,posts,opens,taken,approved,rejected,reactions",
        "2026-11-22,<5,<5,<5,<5,<5,<5",
        "2026-11-23,<5,12,<5,5,<5,<5",
        "2026-11-24,<5,<5,<5,<5,<5,<5",
        "total,<5,12+,<5,5+,<5,<5",
    ]
    cells = [cell for line in lines[1:] for cell in line.split(",")[1:]]
    assert not any(cell.isdecimal() and int(cell) < 5 for cell in cells)


@pytest.mark.parametrize("days", [1, 2, 3, 4])
@pytest.mark.parametrize("named", [(), (5,), (10, 11), (6, 6, 6, 7)])
def test_a_sum_leaves_open_what_each_day_was_that_is_not_told(
    days: int, named: tuple[int, ...]
) -> None:
    """Whatever is subtracted from it: any of these days may have had none, or four."""
    begins = TODAY - timedelta(days=days + len(named))
    first_day: dict[str, set[int]] = {}
    for hidden in product(range(5), repeat=days):
        counts = [*hidden, *named]
        kept = [(len(counts) - at, Told.TAKEN, each) for at, each in enumerate(counts)]
        total = said_over(told(*kept, begins=begins), Told.TAKEN)
        first_day.setdefault(total, set()).add(hidden[0])
        floor = int(total.strip("<+"))
        assert sum(counts) < floor if total[0] == "<" else sum(counts) >= floor
    assert all(possible == set(range(5)) for possible in first_day.values()), first_day


def test_a_sum_grows_by_what_whole_weeks_hide_and_not_by_a_day() -> None:
    """Whoever asks each day subtracts yesterday's sum."""
    begins = TODAY
    kept = [(begins + timedelta(days=at), Told.OPENS.value, 4 if at else 9) for at in range(14)]
    sums = [
        said_over(
            figures_of(
                kept,
                begins=begins,
                ends=begins + timedelta(days=13),
                today=begins + timedelta(days=over),
            ),
            Told.OPENS,
        )
        for over in range(2, 15)
    ]
    assert sums == ["9+"] * 5 + ["29+"] * 7 + ["49+"]


def test_today_is_not_told() -> None:
    """Whoever asked again and again would learn the moment of each answer."""
    assert told((0, Told.TAKEN, 50), begins=TODAY).days == ()
    assert told((0, Told.TAKEN, 50)).days[-1] == YESTERDAY


@pytest.mark.parametrize("back", [3, 2, 1])
def test_the_days_that_are_told_tell_of_nobody(back: int) -> None:
    """The first row is not the day on which the first opened the link."""
    assert told((back, Told.OPENS, 1)).days == told().days


def test_figures_stay_long_after_the_end() -> None:
    begins, ends = TODAY - timedelta(days=400), TODAY - timedelta(days=390)
    kept = told((395, Told.OPENS, 12), (200, Told.OPENS, 30), begins=begins, ends=ends)
    assert kept.on(TODAY - timedelta(days=395), Told.OPENS) == 12
    assert kept.days[-1] == ends + timedelta(days=7)
    assert said_over(kept, Told.OPENS) == "12+"


def test_reactions_that_were_taken_back_count_against_the_days_before() -> None:
    kept = told((3, Told.REACTIONS, 8), (1, Told.REACTIONS, -3))
    assert kept.each(Told.REACTIONS) == [5, 0, 0]
    kept = told((2, Told.REACTIONS, 8), (1, Told.REACTIONS, -30))
    assert kept.each(Told.REACTIONS) == [0, 0, 0]

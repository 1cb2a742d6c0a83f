"""Masks: the same in a thread, unrelated between threads, and forgotten at a restart."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.replies.masks import MASKS
from bot.i18n import LANGUAGES, translator_for
from bot.memory.identity import MemoryRoutes, Purpose, Route
from bot.memory.kept import LocalKept
from bot.memory.masks import Masks

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PEOPLE = 16_000
INSULTS = {
    "es": {"Mariquita"},
    "pt-BR": {"Veado"},
    "ru": {"Петух", "Баран", "Олень"},
    "tr": {"Ayı"},
    "ar": {"بومة", "حمار وحشي"},
    "fa": {"مارمولک", "سوسک", "خرس"},
    "hi": {"उल्लू"},
    "id": {"Buaya", "Tikus"},
}
"""Names of animals of ours that people insult each other with."""

CHI_SQUARE_63 = 120.0
"""Of 63 degrees of freedom, exceeded once in 50,000 times by chance alone."""


async def people(key: bytes = bytes(32), count: int = PEOPLE) -> tuple[MemoryRoutes, list[Route]]:
    routes = MemoryRoutes(key=key)
    return routes, [await routes.issue(7_000_000_000 + n, NOW) for n in range(count)]


async def drawn(routes: MemoryRoutes, route: Route, thread: int) -> str:
    return (await Masks().proposed(routes.tag(route, Purpose.MASK, thread), NOW)).name


def chi_square(seen: Counter[object], cells: int) -> float:
    expected = seen.total() / cells
    return (sum(n * n for n in seen.values()) / expected) - seen.total()


def test_there_are_64_masks_each_with_its_own_name_and_one_plain_emoji_in_every_language():
    assert len(MASKS) == 64
    assert len({mask.emoji for mask in MASKS.values()}) == 64
    assert all(len(mask.emoji) == 1 for mask in MASKS.values())
    for language in LANGUAGES:
        t = translator_for(language)
        assert len({t(mask.label) for mask in MASKS.values()}) == 64
    assert translator_for("fr")(MASKS["fox"].label) == "Renard"


@pytest.mark.parametrize("language", INSULTS)
def test_no_mask_is_called_by_an_insult(language: str) -> None:
    t = translator_for(language)
    assert {t(mask.label) for mask in MASKS.values()} & INSULTS[language] == set()


async def test_a_person_has_the_same_mask_all_through_a_thread():
    routes, [mia] = await people(count=1)
    masks, tag = Masks(), routes.tag(mia, Purpose.MASK, 12)
    first = await masks.proposed(tag, NOW)
    assert await masks.proposed(tag, NOW) == first
    await masks.wear(tag, first, NOW)
    assert await masks.another(tag, "bear", NOW, taken={first.name}) == first


async def test_masks_of_a_person_in_two_threads_are_independent():
    """Every mask is as likely, and knowing one tells nothing of the other: the same twice in 1 of
    64, and over eight by eight groups no pair oftener than chance has it."""
    routes, routes_of = await people()
    place = {name: n for n, name in enumerate(MASKS)}
    one = [await drawn(routes, each, 12) for each in routes_of]
    other = [await drawn(routes, each, 13) for each in routes_of]
    assert chi_square(Counter(one), 64) < CHI_SQUARE_63
    assert chi_square(Counter(other), 64) < CHI_SQUARE_63
    pairs = Counter((place[a] % 8, place[b] % 8) for a, b in zip(one, other, strict=True))
    assert chi_square(Counter(pairs), 64) < CHI_SQUARE_63
    same = sum(a == b for a, b in zip(one, other, strict=True))
    assert 180 <= same <= 320, "250 expected, 15.7 the standard deviation"


async def test_the_statistics_catch_a_mask_by_the_chat_alone():
    """A broken build: the thread has no say, so whoever has one mask has it everywhere."""
    routes, routes_of = await people(count=4_000)
    one = [(await Masks().proposed(routes.tag(each, Purpose.MASK), NOW)).name for each in routes_of]
    pairs = Counter((list(MASKS).index(a) % 8,) * 2 for a in one)
    assert chi_square(Counter(pairs), 64) > CHI_SQUARE_63


async def test_a_restart_forgets_who_wore_what():
    before, mia = await people(key=b"a" * 32, count=500)
    after, again = await people(key=b"b" * 32, count=500)
    same = sum(
        [
            await drawn(before, old, 12) == await drawn(after, new, 12)
            for old, new in zip(mia, again, strict=True)
        ]
    )
    assert same < 30, "8 expected"


async def test_nobody_gets_a_mask_that_somebody_else_wears_in_the_thread():
    masks, rng, taken = Masks(), random.Random(1), set[str]()
    for _ in range(64):
        mask = await masks.proposed(rng.randbytes(16), NOW, taken=taken)
        assert mask.name not in taken
        taken.add(mask.name)
    assert (await masks.proposed(rng.randbytes(16), NOW, taken=taken)).name in taken, (
        "then they are shared"
    )


async def test_asking_for_another_name_goes_through_all_that_are_free():
    masks, tag = Masks(), bytes(16)
    mask, offered = await masks.proposed(tag, NOW, taken={"fox"}), set[str]()
    for _ in range(63):
        offered.add(mask.name)
        mask = await masks.another(tag, mask.name, NOW, taken={"fox"})
    assert offered == MASKS.keys() - {"fox"}
    assert mask == await masks.proposed(tag, NOW, taken={"fox"}), "and begins anew"


async def test_what_is_remembered_of_masks_is_bounded():
    worn: LocalKept[bytes, str] = LocalKept(timedelta(hours=1), most=100)
    masks, rng = Masks(worn), random.Random(1)
    for _ in range(300):
        await masks.wear(rng.randbytes(16), MASKS["fox"], NOW)
    assert len(worn.entries) == 100
    await masks.wear(bytes(16), MASKS["fox"], NOW + timedelta(hours=2))
    assert len(worn.entries) == 1

"""Which replies wait for people before they come out."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.checks.care import Care
from bot.domain.replies.slots import ReplySlots
from bot.domain.review import Mode
from bot.domain.whisper import Look, PictureId, State, Whisper, WhisperKey
from bot.domain.words import Limits
from bot.flows.authors.reading import ShownWords
from bot.flows.replies.rules import ReplyRules
from bot.flows.replies.thread import is_fragile

RULES = ReplyRules(
    takes=True,
    closed=False,
    limits=Limits(graphemes=300),
    moderated=True,
    mode="post",
    slots=ReplySlots(timedelta(minutes=15)),
    zone=ZoneInfo("UTC"),
)
CLEAN = ShownWords("I know that feeling.", (), Care.NONE)
NAMED = ShownWords("That is Mirelle from the third floor.", ("named",), Care.NONE)
UNWELL = ShownWords("I want to die too.", (), Care.CONCERN)
CRUEL = ShownWords("Everybody hates you.", ("cruel",), Care.NONE)
WHISPER = Whisper(
    WhisperKey(bytes(16)), State.RELEASED, "I water his plants.", Look(PictureId(bytes(4)), 0)
)


def waits(mode: Mode, shown: ShownWords, *, fragile: bool = False, watched: bool = False) -> bool:
    return RULES.waits(mode, shown, fragile=fragile, watched=watched)


@pytest.mark.parametrize(
    ("mode", "waiting"),
    [
        ("pre", [CLEAN, NAMED, UNWELL, CRUEL]),
        ("hybrid", [NAMED, UNWELL, CRUEL]),
        ("post", [CRUEL]),
    ],
)
def test_each_mode_has_people_look_at_its_own_and_at_what_is_cruel(
    mode: Mode, waiting: list[ShownWords]
) -> None:
    assert [each for each in (CLEAN, NAMED, UNWELL, CRUEL) if waits(mode, each)] == waiting


@pytest.mark.parametrize("mode", ["pre", "hybrid", "post"])
def test_a_fragile_whisper_and_a_writer_who_was_rejected_have_people_look_in_every_mode(
    mode: Mode,
) -> None:
    assert waits(mode, CLEAN, fragile=True)
    assert waits(mode, CLEAN, watched=True)


def test_where_nobody_looks_nothing_waits() -> None:
    """What nobody may publish without people is refused there before."""
    alone = replace(RULES, moderated=False)
    assert not alone.waits("pre", CRUEL, fragile=True, watched=True)


def test_a_whisper_is_fragile_when_it_is_covered_or_its_author_is_not_well() -> None:
    assert not is_fragile(WHISPER)
    assert is_fragile(replace(WHISPER, cover=True))
    assert is_fragile(replace(WHISPER, words="Some nights I just want to die."))

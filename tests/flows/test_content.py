"""What stands under a card."""

from dataclasses import replace
from functools import partial

import pytest

from bot.domain.channel_info import ChannelInfo
from bot.domain.hashtags import hashtags
from bot.flows.publishing.content import caption_of
from bot.flows.publishing.publisher import PostStyle
from bot.i18n import translator_for
from handlers.author.care import caption_line
from tests.kit.whispers import a_whisper

T = translator_for("en")
HOUSE = PostStyle(
    place=ChannelInfo(-1002000104729, "Sotto", "sotto_voce"),
    bot="sotto_bot",
    t=T,
    hashtags=hashtags,
    care=partial(caption_line, t=T),
)


def test_a_whisper_has_the_hashtags_of_its_nouns() -> None:
    assert "#mother" in caption_of(a_whisper("I lied to my mother", number=1), HOUSE)


@pytest.mark.parametrize("repeated", [True, False])
def test_a_covered_whisper_has_no_hashtags(repeated: bool) -> None:
    covered = a_whisper("I lied to my mother", number=1, cover=True)
    assert "#mother" not in caption_of(covered, replace(HOUSE, repeat_words=repeated))


def test_what_a_helpline_stands_under_has_no_hashtags() -> None:
    caption = caption_of(a_whisper("I want to kill myself and my mother knows", number=1), HOUSE)
    assert "someone is there to listen" in caption
    assert "#mother" not in caption

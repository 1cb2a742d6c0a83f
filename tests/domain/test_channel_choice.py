"""For which of several channels words are proposed, and how numbers tell channels apart."""

import pytest

from bot.domain.channel_choice import ChannelOnOffer, fitting_channel
from bot.domain.channel_info import ChannelInfo
from bot.domain.numbers import mark, read_mark, subject

LOVE = ChannelOnOffer(1, "en", ("Love", "kisses, jealousy and marriage"))
WORK = ChannelOnOffer(2, "en", ("Work", "the office and the boss"))
AMOUR = ChannelOnOffer(3, "fr", ("Amour", "baisers, jalousie et mariage"))


@pytest.mark.parametrize(
    ("words", "channel"),
    [
        ("I kissed him once and then he got married.", 1),
        ("My boss takes my ideas and says they are his.", 2),
        ("Je l’ai embrassé une fois et puis il s’est marié.", 3),
        ("Mon patron prend mes idées et dit que ce sont les siennes.", 3),
        ("Nobody knows that I paint.", 1),
        ("", 1),
    ],
)
def test_language_comes_first_then_what_both_are_about(words: str, channel: int) -> None:
    assert fitting_channel(words, (LOVE, WORK, AMOUR)) == channel


def test_the_only_one_is_the_one() -> None:
    assert fitting_channel("Mon patron", (WORK,)) == 2


@pytest.mark.parametrize("channel", [1, 2, 255])
@pytest.mark.parametrize("number", [1, 12, 999_999_999])
def test_a_marked_number_is_read_as_it_was_written(channel: int, number: int) -> None:
    assert read_mark(mark(channel, number)) == (channel, number)


@pytest.mark.parametrize("text", ["", "0", "1.12", "2.", ".5", "2.0", "02.5", "2.5.1", "x", "2,5"])
def test_what_no_button_says_is_no_number(text: str) -> None:
    assert read_mark(text) is None


def test_two_channels_numbers_are_two_subjects() -> None:
    assert len({subject(1, 12), subject(2, 12), subject(1, 2), subject(12, 1)}) == 4


def test_a_channel_is_called_by_its_title_in_the_readers_language() -> None:
    place = ChannelInfo(-1, "Sotto love", "sotto_love", titles={"en": "Love", "fr": "Amour"})
    assert (place.called("fr"), place.called("en"), place.called("de")) == ("Amour", "Love", "Love")
    assert ChannelInfo(-1, "Sotto love", None).called("fr") == "Sotto love"


def test_links_name_the_channel_where_there_are_several() -> None:
    only, one = ChannelInfo(-1, "", None), ChannelInfo(-1, "", None, key=2, name="love")
    assert (only.payload("write"), only.payload("report", 12)) == ("write", "report_12")
    assert (one.payload("write"), one.payload("report", 12)) == ("write_love", "report_love_12")

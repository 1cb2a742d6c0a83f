"""The chaos, as much of it as a test run can wait for (``make chaos`` runs longer ones).

The first runs the real program, whose cards other processes draw; the others draw plain ones."""

from pathlib import Path

from tests.kills.chaos import chaos
from tests.kills.process import PLAIN


async def test_in_chaos_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path, cache: Path):
    figures = await chaos(1, whispers=40, kills=2, folder=tmp_path, cache=cache, traces=tmp_path)
    assert (figures.accepted, figures.kills, figures.anew) == (40, 2, 2)
    assert (figures.lost, figures.doubled, figures.digests) == (0, 0, 1)
    assert figures.posted == 40 - figures.removed
    assert figures.unknown > 0
    assert figures.moved == 1


async def test_in_chaos_each_reply_stands_once_in_its_thread_and_in_the_group(
    tmp_path: Path, cache: Path
):
    figures = await chaos(
        3, whispers=8, kills=1, folder=tmp_path, cache=cache, traces=tmp_path, replies=2,
        program=PLAIN,
    )  # fmt: skip
    assert (figures.accepted, figures.lost, figures.doubled) == (8, 0, 0)
    assert figures.replies is not None
    assert (figures.replies.lost, figures.replies.doubled) == (0, 0)
    assert figures.replies.taken >= 2 * (8 - figures.removed)
    assert figures.replies.standing > 0


async def test_in_chaos_each_campaign_stands_once_under_its_label_and_its_answers_are_decided(
    tmp_path: Path, cache: Path
):
    figures = await chaos(
        4, whispers=30, kills=2, folder=tmp_path, cache=cache, traces=tmp_path, campaigns=3,
        program=PLAIN,
    )  # fmt: skip
    assert (figures.lost, figures.doubled) == (0, 0)
    assert figures.accepted >= 30
    campaigns = figures.campaigns
    assert campaigns is not None
    assert (campaigns.approved, campaigns.posted, campaigns.doubled) == (3, 2, 0)
    assert (campaigns.close, campaigns.unlabelled) == (0, 0)
    assert campaigns.answers > 0
    assert (campaigns.bare, campaigns.undecided) == (0, 0)


async def test_in_chaos_every_whisper_is_decided_though_cards_vanish_and_the_group_moves(
    tmp_path: Path, cache: Path
):
    figures = await chaos(
        2, whispers=30, kills=1, folder=tmp_path, cache=cache, traces=tmp_path, moderation="pre",
        program=PLAIN,
    )  # fmt: skip
    assert (figures.accepted, figures.moved, figures.vanished) == (30, 1, 2)
    assert (figures.lost, figures.doubled, figures.digests) == (0, 0, 1)
    assert figures.posted == 30 - figures.removed


async def test_in_chaos_each_channel_gets_its_own_and_one_that_is_refused_holds_up_no_other(
    tmp_path: Path, cache: Path
):
    figures = await chaos(
        1, whispers=30, kills=1, folder=tmp_path, cache=cache, traces=tmp_path, channels=3,
        program=PLAIN,
    )  # fmt: skip
    assert (figures.accepted, figures.lost, figures.doubled, figures.digests) == (30, 0, 0, 1)
    assert figures.posted == 30 - figures.removed
    assert [each.wrong for each in figures.channels] == [0, 0, 0]
    assert all(each.accepted and each.whole for each in figures.channels)
    assert [each.refused > 25 for each in figures.channels] == [False, False, True]

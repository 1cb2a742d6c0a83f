"""Proofs that cannot fail prove nothing: each deliberate leak must be caught, and by its proof."""

import pytest

from tests.prove.examine import live_and_examine
from tests.prove.leaks import LEAKS
from tests.prove.moderators_day import moderators_day
from tests.prove.positions import KEEPS_POSITIONS
from tests.prove.readers import talking_town
from tests.prove.replies_day import READERS, replies_day
from tests.prove.reply_leaks import REPLY_LEAKS
from tests.prove.several import arrivals_told, two_channels
from tests.prove.town import town_of

CAUGHT_BY = {
    "store_user_id": "nobody is found",
    "log_an_update": "nobody is found",
    "log_a_query": "what was taken back is gone",
    "send_by_file_id": "pictures go as bytes",
    "forward_to_moderators": "nobody is found",
    "store_created_at": "no time of arrival is stored",
    "leave_the_wal": "what was taken back is gone",
    "journal_left": "the journal keeps nothing",
    "file_times": "files tell the last pulse",
    "pickle_persistence": "nobody is found",
    "token_in_a_log_line": "the token is nowhere",
    "release_at_once": "the floor stays",
    "id_in_callback_data": "buttons name nobody",
    "receipt_in_clear": "receipts are stored as hashes",
    "keep_cancelled_words": "what was taken back is gone",
    "words_tappable": "nothing an author wrote is tappable",
}
CAUGHT_BY_MODERATORS = {
    "live_figure": "figures stand still between batches",
    "batch_of_one": "a batch keeps its floor",
    "ban_told": "a ban tells nothing",
}
CAUGHT_BY_ARRIVALS = {
    "arrival_in_settings": "no row tells it",
    "arrival_in_a_log_line": "no log line tells it",
}
CAUGHT_BY_REPLIES = {
    "follower_stored": "asking is not written down",
    "follower_in_a_file": "asking is not written down",
    "mask_by_chat_id": "a restart draws other names",
    "reply_at_once": "a reply waits for its slot",
    "reply_by_user_id": "nobody is found",
}


async def test_the_build_as_it_is_keeps_every_promise(tmp_path, figure):
    async with town_of(tmp_path, 5) as town:
        assert await live_and_examine(town) == set()
    figure("sound build: promises broken", 0)


async def test_the_build_as_it_is_tells_moderators_nothing(tmp_path, figure):
    async with town_of(tmp_path, 6) as town:
        assert await moderators_day(town) == set()
    figure("sound build: promises broken at the moderators' chat", 0)


@pytest.mark.parametrize("leak", CAUGHT_BY_MODERATORS)
async def test_a_build_that_tells_moderators_more_is_caught(leak, tmp_path, figure):
    async with town_of(tmp_path, 6) as town:
        broken = await moderators_day(town, leak)
    figure(f"broken build: {leak}", "caught: " + ", ".join(sorted(broken)))
    assert CAUGHT_BY_MODERATORS[leak] in broken


async def test_the_build_as_it_is_keeps_to_itself_which_link_somebody_followed(tmp_path, figure):
    async with two_channels(tmp_path, 5) as town:
        assert await arrivals_told(town) == set()
    figure("sound build: arrivals told", 0)


@pytest.mark.parametrize("leak", CAUGHT_BY_ARRIVALS)
async def test_a_build_that_tells_which_link_somebody_followed_is_caught(leak, tmp_path, figure):
    async with two_channels(tmp_path, 5) as town:
        told = await arrivals_told(town, leak)
    figure(f"broken build: {leak}", "caught: " + ", ".join(sorted(told)))
    assert CAUGHT_BY_ARRIVALS[leak] in told


async def test_the_build_as_it_is_tells_nothing_of_people_who_reply(tmp_path, figure):
    async with talking_town(tmp_path, READERS + 1) as town:
        assert await replies_day(town) == set()
    figure("sound build: promises broken about replies", 0)


@pytest.mark.parametrize("leak", CAUGHT_BY_REPLIES)
async def test_a_build_that_tells_more_of_people_who_reply_is_caught(leak, tmp_path, figure):
    async with talking_town(tmp_path, READERS + 1) as town:
        broken = await replies_day(town, leak)
    figure(f"broken build: {leak}", "caught: " + ", ".join(sorted(broken)))
    assert CAUGHT_BY_REPLIES[leak] in broken


def test_each_broken_build_has_a_proof_that_is_to_catch_it():
    caught = CAUGHT_BY.keys() | CAUGHT_BY_MODERATORS.keys() | CAUGHT_BY_ARRIVALS.keys()
    assert set(LEAKS) == caught | set(KEEPS_POSITIONS)
    assert set(REPLY_LEAKS) == set(CAUGHT_BY_REPLIES)


@pytest.mark.parametrize("leak", CAUGHT_BY)
async def test_a_broken_build_is_caught(leak, tmp_path, figure):
    async with town_of(tmp_path, 5) as town:
        broken = await live_and_examine(town, leak)
    figure(f"broken build: {leak}", "caught: " + ", ".join(sorted(broken)))
    assert CAUGHT_BY[leak] in broken

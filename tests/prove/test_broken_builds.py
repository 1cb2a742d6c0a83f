"""Proofs that cannot fail prove nothing: each deliberate leak must be caught, and by its proof.

The sound build and the broken ones live the same day, each in a town of its own; those who are told
of their days read what was found in theirs."""

from functools import partial

import pytest
import pytest_asyncio

from tests.prove.beside import lived
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


_lived_once = pytest_asyncio.fixture(scope="module", loop_scope="module")
beside_each_other = pytest.mark.xdist_group


@_lived_once
async def short_days(tmp_path_factory):
    folder = tmp_path_factory.mktemp("short")
    return await lived(CAUGHT_BY, partial(town_of, count=5), live_and_examine, folder)


@_lived_once
async def moderated_days(tmp_path_factory):
    folder = tmp_path_factory.mktemp("moderated")
    opened, many = partial(town_of, count=6), 1 + len(CAUGHT_BY_MODERATORS)  # all wait for batches
    return await lived(CAUGHT_BY_MODERATORS, opened, moderators_day, folder, at_once=many)


@_lived_once
async def days_of_arrivals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("arrivals")
    return await lived(CAUGHT_BY_ARRIVALS, partial(two_channels, count=5), arrivals_told, folder)


@_lived_once
async def days_of_replies(tmp_path_factory):
    folder, opened = tmp_path_factory.mktemp("replies"), partial(talking_town, count=READERS + 1)
    return await lived(CAUGHT_BY_REPLIES, opened, replies_day, folder)


@beside_each_other("short days")
def test_the_build_as_it_is_keeps_every_promise(short_days, figure):
    assert short_days.of(None) == set()
    figure("sound build: promises broken", 0)


@beside_each_other("short days")
@pytest.mark.parametrize("leak", CAUGHT_BY)
def test_a_broken_build_is_caught(leak, short_days, figure):
    broken = short_days.of(leak)
    figure(f"broken build: {leak}", "caught: " + ", ".join(sorted(broken)))
    assert CAUGHT_BY[leak] in broken


@beside_each_other("moderated days")
def test_the_build_as_it_is_tells_moderators_nothing(moderated_days, figure):
    assert moderated_days.of(None) == set()
    figure("sound build: promises broken at the moderators' chat", 0)


@beside_each_other("moderated days")
@pytest.mark.parametrize("leak", CAUGHT_BY_MODERATORS)
def test_a_build_that_tells_moderators_more_is_caught(leak, moderated_days, figure):
    broken = moderated_days.of(leak)
    figure(f"broken build: {leak}", "caught: " + ", ".join(sorted(broken)))
    assert CAUGHT_BY_MODERATORS[leak] in broken


@beside_each_other("days of arrivals")
def test_the_build_as_it_is_keeps_to_itself_which_link_somebody_followed(days_of_arrivals, figure):
    assert days_of_arrivals.of(None) == set()
    figure("sound build: arrivals told", 0)


@beside_each_other("days of arrivals")
@pytest.mark.parametrize("leak", CAUGHT_BY_ARRIVALS)
def test_a_build_that_tells_which_link_somebody_followed_is_caught(leak, days_of_arrivals, figure):
    told = days_of_arrivals.of(leak)
    figure(f"broken build: {leak}", "caught: " + ", ".join(sorted(told)))
    assert CAUGHT_BY_ARRIVALS[leak] in told


@beside_each_other("days of replies")
def test_the_build_as_it_is_tells_nothing_of_people_who_reply(days_of_replies, figure):
    assert days_of_replies.of(None) == set()
    figure("sound build: promises broken about replies", 0)


@beside_each_other("days of replies")
@pytest.mark.parametrize("leak", CAUGHT_BY_REPLIES)
def test_a_build_that_tells_more_of_people_who_reply_is_caught(leak, days_of_replies, figure):
    broken = days_of_replies.of(leak)
    figure(f"broken build: {leak}", "caught: " + ", ".join(sorted(broken)))
    assert CAUGHT_BY_REPLIES[leak] in broken


def test_each_broken_build_has_a_proof_that_is_to_catch_it():
    caught = CAUGHT_BY.keys() | CAUGHT_BY_MODERATORS.keys() | CAUGHT_BY_ARRIVALS.keys()
    assert set(LEAKS) == caught | set(KEEPS_POSITIONS)
    assert set(REPLY_LEAKS) == set(CAUGHT_BY_REPLIES)

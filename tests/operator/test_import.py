"""``sotto import``: an older bot's channel moves in."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.feeds.asked import Asked, Feed, Period
from bot.domain.mixing import INSTANT
from bot.domain.whisper import OWN_PHOTO, State
from bot.flows.authors.release import release_due
from bot.flows.feeds.reading import read_page
from bot.memory.feed_orders import FeedOrders
from bot.ops.data_folder import open_folder
from bot.settings import load_settings
from storage import open_storage
from tests.kit.exports import (
    CHAT,
    NAMES,
    export,
    numbered_above,
    numbered_in_line,
    words_of,
    written,
)
from tests.kit.whispers import a_whisper

NOW = datetime.now(UTC)


@pytest.fixture
def on_storage(environment, monkeypatch, cache):
    """Run a piece of work on the database of a bot that has seen its channel."""
    monkeypatch.setenv("SOTTO_CACHE", str(cache))
    open_folder(environment)

    def done(work):
        async def working():
            storage = await open_storage(load_settings().database_address)
            try:
                return await work(storage)
            finally:
                await storage.close()

        return asyncio.run(working())

    async def seen(storage):
        async with storage.transaction() as tables:
            await tables.channels.open_only({"main": CHAT})

    done(seen)
    return done


async def known(storage):
    """number -> whisper, and its post"""
    found = {}
    async with storage.reading() as tables:
        for number in await tables.posts.live_numbers(after=0, most=2_000):
            found[number] = (
                await tables.whispers.by_number(number),
                await tables.posts.by_number(number),
            )
    return found


async def page(storage, asked):
    found = await read_page(asked, storage=storage, channels=[1], orders=FeedOrders(), now=NOW)
    return [card.number for card in found.cards]


@pytest.mark.parametrize(("layout", "many"), [(numbered_above, 500), (numbered_in_line, 100)])
def test_hundreds_of_posts_of_an_older_bot_are_whispers_that_feeds_and_search_know(
    sotto, on_storage, tmp_path, layout, many
):
    file = written(tmp_path / "export", export(layout, many))
    ended = sotto("import", str(file), "--no-pictures")
    assert (ended.status, ended.err) == (0, "")
    assert f"{many} imported." in ended.out
    whispers = on_storage(known)
    assert list(whispers) == list(range(1, many + 1))
    whisper, post = whispers[12]
    assert (whisper.words, whisper.state) == (words_of(11), State.RELEASED)
    assert (post.chat, post.message_id) == (CHAT, 13)
    assert post.posted_at == datetime(2024, 3, 1, 18, 0, tzinfo=UTC) + timedelta(hours=77)
    assert len({whisper.look.picture for whisper, _ in whispers.values()}) > 20

    async def look(storage):
        latest = await page(storage, Asked(Feed.LATEST))
        loved = await page(storage, Asked(Feed.POPULAR, Period.ALL))
        found = await page(storage, Asked(Feed.SEARCH, words="pebbles"))
        return latest, loved, found

    latest, loved, found = on_storage(look)
    assert latest == list(range(many, many - 6, -1))
    assert len(loved) == 6
    assert all((number - 1) % 3 == 0 for number in loved)  # the others have no reactions
    assert found
    assert all("pebbles" in words_of(number - 1) for number in found)


def test_no_name_of_the_export_is_on_the_disk_afterwards(sotto, on_storage, environment, tmp_path):
    other = {"text": ["Confession #70\n\nI wrote to ", {"type": "mention", "text": NAMES[2]}]}
    file = written(tmp_path / "export", export(numbered_in_line, 20))
    sotto("import", str(file))
    sotto("import", str(written(tmp_path / "export", export(numbered_above, 60, others=[other]))))
    for path in environment.iterdir():
        for name in (*NAMES, "Marlow", "Okafor", "old_bot", "campus_confess_bot"):
            assert name.encode() not in path.read_bytes(), (path, name)


def test_a_trial_tells_what_would_come_and_changes_nothing(
    sotto, on_storage, environment, tmp_path
):
    file = written(tmp_path / "export", export(numbered_above, 60))
    before = (environment / "sotto.db").read_bytes()
    ended = sotto("import", str(file), "--dry-run")
    assert ended.status == 0
    assert "60  posts become past whispers" in ended.out
    assert "One of them, as it would be here:\n#1  My sister" in ended.out
    assert "Nothing was changed." in ended.out
    assert (environment / "sotto.db").read_bytes() == before


def test_one_of_a_kind_is_told_as_one_and_what_is_blotted_out_is_counted_and_shown(
    sotto, on_storage, tmp_path
):
    text = f"I love {NAMES[2]}, write to {NAMES[3]}."
    file = written(tmp_path / "export", export(lambda turn: {"text": text}, 1))
    ended = sotto("import", str(file), "--dry-run")
    assert "1  post becomes a past whisper" in ended.out
    assert "1  message isn't a post" in ended.out
    assert "2  names, numbers or addresses blotted out" in ended.out
    assert "I love ▇▇, write to ▇▇." in ended.out


def test_the_same_export_read_twice_brings_each_post_once(sotto, on_storage, tmp_path):
    sotto("import", str(written(tmp_path / "export", export(numbered_above, 30))), "--no-pictures")
    file = written(tmp_path / "export", export(numbered_above, 40))
    ended = sotto("import", str(file), "--no-pictures")
    assert "10 imported. Already here: 30." in ended.out
    assert len(on_storage(known)) == 40


def test_new_whispers_are_numbered_behind_those_of_the_past(sotto, on_storage, tmp_path):
    sotto("import", str(written(tmp_path / "export", export(numbered_above, 30))), "--no-pictures")

    async def released(storage):
        async with storage.transaction() as tables:
            await tables.whispers.add(a_whisper(), handle_hash=b"h", receipt_hash=b"r")
        await release_due(storage=storage, now=NOW, mixing=INSTANT, rng=random.Random(1))
        async with storage.reading() as tables:
            return await tables.whispers.by_number(31)

    assert on_storage(released) is not None


def test_a_number_that_a_whisper_here_has_already_stays_its_own(sotto, on_storage, tmp_path):
    async def released(storage):
        async with storage.transaction() as tables:
            await tables.whispers.add(a_whisper("Mine."), handle_hash=b"h", receipt_hash=b"r")
        await release_due(storage=storage, now=NOW, mixing=INSTANT, rng=random.Random(1))

    on_storage(released)
    file = written(tmp_path / "export", export(numbered_above, 30))
    ended = sotto("import", str(file), "--no-pictures")
    assert "Under a new number: 1." in ended.out

    async def look(storage):
        async with storage.reading() as tables:
            found = [await tables.whispers.by_number(number) for number in (1, 2, 31)]
        return [whisper.words for whisper in found]

    assert on_storage(look) == ["Mine.", words_of(1), words_of(0)]


def test_pictures_come_over_drawn_anew_and_stay(sotto, on_storage, tmp_path):
    """Those of our own authors leave after two days, since Telegram has their cards."""
    file = written(tmp_path / "export", export(numbered_in_line, 3))
    sotto("import", str(file))

    async def look(storage):
        async with storage.transaction() as tables:
            assert await tables.whispers.forget_photos(NOW) == 0
        async with storage.reading() as tables:
            return await tables.whispers.by_numbers([1, 2, 3])

    for whisper in on_storage(look).values():
        assert whisper.look.picture == OWN_PHOTO
        assert whisper.photo.startswith(b"\xff\xd8")


def test_a_path_that_leads_out_of_the_export_is_not_followed(sotto, on_storage, tmp_path):
    data = export(lambda turn: {**numbered_in_line(turn), "photo": "../../outside.jpg"}, 5)
    file = written(tmp_path / "a" / "export", data)
    (tmp_path / "a" / "export" / "photos" / "one.jpg").rename(tmp_path / "outside.jpg")
    sotto("import", str(file))
    assert OWN_PHOTO not in {whisper.look.picture for whisper, _ in on_storage(known).values()}


def test_nobody_replies_to_what_the_bot_cannot_change(sotto, on_storage, tmp_path):
    sotto("import", str(written(tmp_path / "export", export(numbered_above, 5))), "--no-pictures")

    async def look(storage):
        async with storage.reading() as tables:
            return await tables.threads.of(3)

    assert not on_storage(look).open


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"chats": {"list": []}}, "whole account"),
        (export(numbered_above, 5, type="personal_chat"), "private chat"),
        (export(numbered_above, 5, id=4711), "isn't the bot's channel"),
        ({"name": "?"}, "result.json"),
    ],
)
def test_what_is_no_export_of_this_channel_is_refused(sotto, on_storage, tmp_path, data, told):
    ended = sotto("import", str(written(tmp_path / "export", data)))
    assert (ended.status, told in ended.err) == (1, True)
    assert on_storage(known) == {}


def test_a_file_that_is_no_json_or_is_not_there_is_refused(sotto, on_storage, tmp_path):
    (tmp_path / "messages.html").write_text("<html>")
    assert "JSON" in sotto("import", str(tmp_path / "messages.html")).err
    assert "can't be read" in sotto("import", str(tmp_path / "nothing.json")).err

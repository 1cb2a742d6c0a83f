"""Commands on the data, with the database that a bot would use."""

import json
import secrets
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.parcel import (
    CardContent,
    Change,
    Parcel,
    ParcelKind,
    Progress,
    ReplyContent,
)
from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.whisper import State
from bot.ops.data_folder import hold, open_folder
from storage.posts import Post
from tests.kit.whispers import a_whisper

NOW = datetime.now(UTC)
CHAT = -1001
GROUP = -1002500000001


async def published(tables, number: int = 12):
    whisper = a_whisper("I still water his plants.", state=State.RELEASED, number=number)
    await tables.whispers.add(
        whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
    )
    await tables.posts.add(
        Post(
            CHAT,
            40,
            ParcelKind.CARD,
            f"#{number}",
            "caption",
            NOW - timedelta(hours=1),
            number=number,
        )
    )
    return whisper


async def waiting(tables, count: int = 3):
    for _ in range(count):
        await tables.whispers.add(
            a_whisper(deadline=NOW + timedelta(hours=9)),
            handle_hash=secrets.token_bytes(32),
            receipt_hash=secrets.token_bytes(32),
        )


async def set_aside(tables):
    whisper = await published(tables)
    await tables.outbox.enqueue(
        Parcel(
            key=b"\xab" * 16, content=CardContent(), due_at=NOW, whisper=whisper.key, number=13,
            chat=CHAT, state=Progress.ASIDE, first_line="#13", attempts=1, attempted_at=NOW,
            high=40, why="there is no staging chat to look it up in",
        )
    )  # fmt: skip
    await tables.channel_states.set(CHAT, high=42)


async def reply_set_aside(tables):
    await published(tables)
    reply = Reply(ReplyKey(secrets.token_bytes(16)), 12, State.POOL, "So do I.", "fox")
    await tables.replies.add(reply, handle_hash=b"h" * 32, receipt_hash=b"r" * 32)
    await tables.replies.release(12, [reply.key])
    await tables.outbox.enqueue_new(
        [
            Parcel(
                key=b"\xac" * 16, content=ReplyContent(12, 1, 7), due_at=NOW, chat=GROUP,
                state=Progress.ASIDE, first_line="🦊 Fox · 12.1", attempts=1, attempted_at=NOW,
                high=40, why="there is no staging chat to look it up in",
            )
        ]
    )  # fmt: skip
    await tables.channel_states.set(GROUP, high=42)


def test_a_reply_that_nobody_can_look_up_is_named_and_noted_by_a_person(sotto, data):
    data(reply_set_aside)
    shown = sotto("outbox").out
    assert "reply 12.1" in " ".join(shown.split())
    assert "Check the discussion group" in shown
    noted = sotto("outbox", "12.1", "--sent", "41").out
    assert "reply 12.1 is recorded as message 41 of the discussion group" in noted

    async def look(tables):
        return await tables.posts.comment(12, 1), await tables.outbox.of_thread(12)

    post, parcels = data(look)
    assert (post.chat, post.message_id, parcels) == (GROUP, 41, ())


def test_a_reply_that_is_given_up_stays_in_the_bot_and_its_card_counts_it(sotto, data):
    data(reply_set_aside)
    assert sotto("outbox", "12.1", "--drop").status == 0

    async def look(tables):
        return await tables.replies.count(12), [p.change for p in await tables.outbox.of_number(12)]

    assert data(look) == (1, [Change.COUNTED])


def test_remove_takes_a_whisper_down_and_tells_who_does_the_rest(sotto, data, environment):
    data(published)
    ended = sotto("remove", "12")
    assert ended.status == 0
    assert "No bot is running" in ended.out

    async def look(tables):
        whisper = await tables.whispers.by_number(12)
        return whisper.state, whisper.words, await tables.outbox.of_number(12)

    state, words, (parcel,) = data(look)
    assert (state, words, parcel.change) == (State.REMOVED, "", Change.REMOVED)
    again = sotto("remove", "12")
    assert (again.status, "no published whisper #12" in again.out) == (1, True)


def test_remove_while_the_bot_runs_leaves_it_to_the_bot(sotto, data, environment):
    data(published)
    with hold(environment):
        assert "running bot will do it" in sotto("remove", "12").out


@pytest.mark.parametrize("number", ["0", "-3", "twelve"])
def test_remove_takes_a_number(sotto, number):
    assert sotto("remove", number).status == 2


def test_release_now_empties_the_pool_with_a_warning(sotto, data):
    data(waiting)
    ended = sotto("release", "--now")
    assert "Published 3 whispers, not mixed any further" in ended.out

    async def look(tables):
        return await tables.whispers.count(State.POOL), await tables.outbox.backlog()

    assert data(look) == (0, 3)
    assert "Nothing is waiting" in sotto("release", "--now").out


def test_digest_now_asks_for_todays(sotto, data):
    data(published)
    before = datetime.now(UTC).date()
    assert sotto("digest", "--now").status == 0
    after = datetime.now(UTC).date()  # midnight may lie between

    async def look(tables):
        return await tables.runtime_settings.digest_asked.get()

    assert data(look) in {before, after}


@pytest.mark.parametrize("command", ["release", "digest"])
def test_what_happens_by_itself_needs_a_clear_word(sotto, command):
    ended = sotto(command)
    assert ended.status == 2
    assert f"sotto {command} --now" in ended.err


def test_the_outbox_lists_what_waits_for_a_person(sotto, data):
    data(waiting)
    assert "Nothing is waiting" in sotto("outbox").out
    data(set_aside)
    (listed,) = json.loads(sotto("outbox", "--json").out)
    assert (listed["name"], listed["state"], listed["candidates"]) == ("13", "aside", [41, 42])
    shown = sotto("outbox").out
    assert "#13" in shown
    assert "41, 42" in shown


def test_the_only_one_needs_no_name(sotto, data):
    data(set_aside)
    ended = sotto("outbox", "--sent", "41")
    assert (ended.status, "message 41" in ended.out) == (0, True)

    async def look(tables):
        return await tables.posts.by_number(13)

    assert data(look).message_id == 41
    assert sotto("outbox", "--resend").status == 2


@pytest.mark.parametrize("name", ["13", "#13"])
def test_one_is_named_by_its_number(sotto, data, name):
    data(set_aside)
    assert sotto("outbox", name, "--resend").status == 0
    assert "Nothing is waiting" in sotto("outbox").out


def test_a_wrong_decision_changes_nothing(sotto, data):
    data(set_aside)
    assert "a different post" in sotto("outbox", "13", "--sent", "40").out
    assert "Nothing like that" in sotto("outbox", "99", "--drop").err
    assert "Choose one" in sotto("outbox", "--drop", "--resend").err
    assert len(json.loads(sotto("outbox", "--json").out)) == 1


def test_dropping_gives_up_and_erases_the_words(sotto, data):
    data(set_aside)
    assert "discarded" in sotto("outbox", "--drop").out

    async def look(tables):
        return [each.words for each in await tables.whispers.by_state(State.REMOVED)]

    assert data(look) == [""]
    assert json.loads(sotto("outbox", "--json").out) == []


def test_a_database_that_is_none_is_status_6(sotto, environment):
    open_folder(environment)
    (environment / "sotto.db").write_bytes(b"no database at all" * 99)
    ended = sotto("remove", "12")
    assert ended.status == 6
    assert ended.err.startswith("sotto: ")


def test_a_data_folder_that_is_a_file_is_status_7(sotto, environment):
    environment.write_text("")
    assert sotto("run").status == 7


def test_a_backup_comes_back_into_an_empty_folder(sotto, data, monkeypatch, tmp_path):
    data(published)
    data(waiting)
    file = tmp_path / "sotto.backup"
    ended = sotto("backup", str(file))
    assert "1 whisper and 1 post, receipts" in ended.out
    assert "Not included: whispers waiting to be published (3)" in ended.out
    assert file.stat().st_mode & 0o077 == 0

    monkeypatch.setenv("SOTTO_DATA", str(tmp_path / "elsewhere"))
    assert "Restored 1 whisper and 1 post." in sotto("restore", str(file)).out

    async def look(tables):
        return (await tables.whispers.by_number(12)).words

    assert data(look) == "I still water his plants."


def test_neither_backup_nor_restore_overwrites(sotto, data, tmp_path, environment):
    data(published)
    file = tmp_path / "there"
    file.write_text("mine")
    ended = sotto("backup", str(file))
    assert (ended.status, "exists already" in ended.err) == (1, True)
    assert file.read_text() == "mine"
    good = tmp_path / "good"
    sotto("backup", str(good))
    assert "exists already" in sotto("restore", str(good)).err


def test_nothing_is_restored_under_a_running_bot(sotto, data, tmp_path, environment):
    data(published)
    file = tmp_path / "good"
    sotto("backup", str(file))
    with hold(environment):
        assert sotto("restore", str(file)).status == 5


@pytest.mark.parametrize("command", ["backup file", "remove 12", "outbox", "digest --now"])
def test_a_mistyped_data_folder_is_not_made(sotto, environment, command):
    ended = sotto(*command.split())
    assert ended.status == 2
    assert "no database" in ended.err
    assert not environment.exists()


def test_another_users_database_is_left_alone(sotto, data, monkeypatch):
    """Root's journal beside the service's database would stop the service."""
    data(published)
    monkeypatch.setattr("os.geteuid", lambda: 4321)
    ended = sotto("remove", "12")
    assert ended.status == 7
    assert "as the user that runs the bot" in ended.err


def test_a_file_that_is_no_backup_is_named_as_it_was_given(sotto, environment, tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("milk, bread, and a lamp for the hall" * 200)
    ended = sotto("restore", str(file))
    assert ended.status == 6
    assert str(file) in ended.err
    assert ".part" not in ended.err

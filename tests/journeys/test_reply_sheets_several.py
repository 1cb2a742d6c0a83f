"""Replies of several channels before the moderators of one chat."""

from datetime import timedelta

from bot.domain.whisper import State
from tests.kit.replies import a_reply, brought_out, taken_in
from tests.kit.several import campus_of
from tests.kit.town import ModeratedTown

KIND = "Keep them. I kept mine."
WORK = "I work there, too."


async def test_each_sheet_says_whose_it_is_and_commands_name_the_channel(
    moderated: ModeratedTown,
) -> None:
    campus = campus_of(moderated)
    campus.open("love", "Love letters", about={"en": "love, kisses and jealousy"})
    campus.open("work", "At work", about={"en": "work, the office and the boss"})
    async with campus.with_entries() as running:
        love, work = (each.services.shared.storage for each in running.channels.all)
        (mine,) = await taken_in(love, a_reply(KIND, channel=love.scope.channel))
        (yours,) = await taken_in(work, a_reply(WORK, channel=work.scope.channel))
        sheet = await campus.with_moderators(KIND)
        other = await campus.with_moderators(WORK)
        assert "Love letters" in (sheet.text or "")
        assert WORK not in (sheet.text or "")
        await campus.press(campus.mia, other, "✅ All")
        await campus.until(lambda: not other.keyboard)
        async with work.reading() as tables:
            assert [each.key for each in await tables.replies.by_state(State.POOL)] == [yours.key]
        async with love.reading() as tables:
            assert [each.key for each in await tables.replies.by_state(State.REVIEW)] == [mine.key]

        await brought_out(work, "Out at work.")
        page = await campus.tell(campus.mia, "/replies work 1", "Out at work.")
        assert "At work" in (page.text or "")
        said = await campus.tell(campus.mia, "/lock love 7", "no whisper number 7")
        assert "Love letters" in (said.text or "")
        await campus.later(timedelta(minutes=16))
        await campus.until(lambda: not page.keyboard)

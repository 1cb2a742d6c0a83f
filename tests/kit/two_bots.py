"""Two bots and two channels: each posts in one, and Love is offered by both."""

from bot.sandbox.bots import Bot
from bot.sandbox.chats import PrivateChat
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.several import RIGHTS, Campus, campus_of
from tests.kit.town import ModeratedTown, cards_with_buttons


class TwoBots(Campus):
    """``bot`` posts in Love; ``other`` posts in Work, and one can write for both there."""

    other: Bot

    def chat(self, person: Person, bot: Bot) -> PrivateChat:
        return self.world.private_chat(person, bot)

    async def proposed_by(self, bot: Bot, person: Person, words: str) -> Message:
        """The preview of words that this person writes to this bot."""
        chat = self.chat(person, bot)
        old = list(chat.live)
        person.send(words, to=bot)
        return await self.until(
            lambda: next((m for m in cards_with_buttons(chat.live) if m not in old), None)
        )

    async def told_by(self, bot: Bot, person: Person, words: str) -> Message:
        """A message of this bot to this person that holds these words."""
        chat = self.chat(person, bot)

        def shown() -> Message | None:
            found = (
                m
                for m in reversed(chat.live)
                if m.sender is bot and words in (m.text or m.caption or "")
            )
            return next(found, None)

        return await self.until(shown)

    async def published_by(self, bot: Bot, person: Person, name: str, words: str) -> Message:
        """Write to this bot for this channel, publish, and wait for the post."""
        person.start(bot, f"write_{name}")
        preview = await self.proposed_by(bot, person, words)
        await self.press(person, preview, "✅")
        return await self.card_in(name, words)


def two_bots(town: ModeratedTown) -> TwoBots:
    campus = campus_of(town)
    both = TwoBots(**{name: getattr(campus, name) for name in campus.__dataclass_fields__})
    both.other = town.world.add_bot("43:SECOND", "sotto_two_bot", "Sotto two")
    both.bots = {"first": both.bot, "second": both.other}
    both.open("love", "Love letters", bots=["first", "second"])
    room = both.room("Work")
    room.admit(both.other)
    both.open("work", "At work", poster="second", moderators=room.id).admit(both.other, **RIGHTS)
    return both

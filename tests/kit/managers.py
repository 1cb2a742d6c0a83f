"""A town with a moderators' chat and a managers' group, in which Cam and Dee sit."""

from dataclasses import dataclass, field, fields
from datetime import timedelta

from bot.sandbox.chats import Supergroup
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.town import PATIENCE, ModeratedTown, Town, with_moderators


@dataclass
class ManagedTown(ModeratedTown):
    managers: Supergroup = field(kw_only=True)
    cam: Person = field(kw_only=True)
    dee: Person = field(kw_only=True)

    def managers_said(self, words: str, after: Message | None = None) -> Message | None:
        return self.newest_in(self.managers, words, after)

    async def with_managers(self, words: str, after: Message | None = None) -> Message:
        return await self.until(lambda: self.managers_said(words, after))

    async def say(self, words: str, *, to: Message | None = None) -> Message:
        """Cam writes in the group."""
        return self.cam.send(words, to=self.managers, reply_to=to)

    async def button(self, message: Message, label: str) -> str | None:
        await self.until(lambda: any(label in each for each in message.labels))
        return await self.cam.press(message, label).wait(PATIENCE)

    async def made(
        self,
        words: str,
        *,
        kind: str = "A native post",
        payer: str | None = None,
        country: str = "France",
        label: str | None = "Publicité",
        when: str | None = None,
        until: str | None = None,
    ) -> Message:
        """Everything that is asked is answered; returns the campaign with its card."""
        now = self.world.clock.now()
        begin = await self.say("/campaign")
        menu = await self.with_managers("Campaigns", begin)
        await self.button(menu, "New")
        await self.button(menu, kind)
        if payer is None:
            await self.button(menu, "it’s our own")
        else:
            await self.button(menu, "Someone pays")
            await self.say(payer, to=await self.with_managers("Who pays for it?", begin))
            asked = await self.with_managers("Which country will see it first", begin)
            await self.button(asked, country)
            if label is not None:
                await self.button(asked, label)
        await self.say(words, to=await self.with_managers("The text, please", begin))
        card = await self.with_managers("draft", begin)
        await self.button(card, "When")
        starts = when or f"{now + timedelta(minutes=5):%Y-%m-%d %H:%M}"
        await self.say(starts, to=await self.with_managers("When should it appear", begin))
        question = await self.with_managers("How long does it run", begin)
        await self.say(until or f"{now + timedelta(days=5):%Y-%m-%d}", to=question)
        return await self.with_managers("Until ", question)


def with_managers(town: Town) -> ManagedTown:
    moderated = with_moderators(town)
    group = town.world.add_group("Managers", supergroup=True)
    cam, dee = town.world.add_person("Cam"), town.world.add_person("Dee")
    for each in (town.bot, cam, dee):
        group.admit(each)
    values = {each.name: getattr(moderated, each.name) for each in fields(moderated)}
    settings = {**moderated.settings, "campaigns": group.id}
    return ManagedTown(**{**values, "settings": settings}, managers=group, cam=cam, dee=dee)

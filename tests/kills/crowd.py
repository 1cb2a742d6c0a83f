"""Who lives in the chaos: people who confess, readers who react, an owner who posts by hand.

They do what people do: wait, press, press again, read what pops up, and send their words once more
when a card never came or the bot asks for it. Of several channels each author means one, and
presses Publish only under a card that says so.
"""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bot.sandbox.bots import Bot
from bot.sandbox.errors import PersonCannot
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.queries import Answer
from tests.kills.process import TITLES, ProcessTown, previews_in

TEXTS = (
    "I still water his plants.",
    "Every morning I rehearse a speech that I never give.",
    "J’ai gardé toutes ses cartes postales.",
    "Я до сих пор слушаю его голосовые.",
    "My mother thinks that I am happy here. 🌧",
)
TAKEN_IN = ("Got it", "That one is already done", "You’ve already published these words")
"""How the answers begin by which an author knows that it worked."""

CARD_WITHIN = 25.0
"""Seconds of patience for a card; then the words are sent again."""
PRESS_WITHIN = 12.0
"""Seconds of patience after a press; then it is pressed again."""


@dataclass
class Crowd:
    place: ProcessTown
    dice: random.Random
    pressed: set[str] = field(default_factory=set)
    """Tokens of the whispers whose author pressed Publish."""
    told: set[str] = field(default_factory=set)
    """Of these, whose author was told that it is taken in."""
    meant: dict[str, str] = field(default_factory=dict)
    """Names of the channels that the authors chose, by token."""
    asking: Callable[[], str | None] = lambda: None
    """The link to a question that stands in the channel, such as ``q_c1``."""
    sent_again: int = 0
    waiting: dict[str, "Author"] = field(default_factory=dict)
    """Those who do not know yet that it worked, by token."""

    async def confess(self, token: str, *, answers: bool = False) -> None:
        """Until it is taken in, as far as its author can tell. ``answers``: to the question that
        stands, where else every second one is."""
        goal = self.meant[token] = self.dice.choice([*self.place.channels])
        bot = self.dice.choice(self.place.bots_of.get(goal) or [self.place.bot])
        author = self.waiting[token] = Author(self, self.place.person(), token, bot, goal)
        if goal and self.dice.random() < 0.5:
            author.follow(f"write_{goal}")
        elif (question := self.asking()) and (answers or self.dice.random() < 0.5):
            author.question = question
        await author.confess(f"{token} {self.dice.choice(TEXTS)}")
        del self.waiting[token]

    def unfinished(self) -> str:
        """What those who still wait have before their eyes, for whoever has to find out why."""
        return "\n".join(author.sight() for author in self.waiting.values())

    async def read(self) -> None:
        """Three readers love what they find in the channels."""
        readers = [self.place.person() for _ in range(3)]
        while True:
            await asyncio.sleep(0.3)
            channel = self.dice.choice([*self.place.channels.values()])
            if posts := channel.posts[-20:]:
                self.dice.choice(readers).react(self.dice.choice(posts), "❤")

    async def moderate(self) -> None:
        """A moderator approves whatever the moderators' chat shows."""
        mia = self.place.person()
        self.place.staging.admit(mia)
        while True:
            await asyncio.sleep(0.3)
            for card in list(self.place.staging.messages):
                if any("✅" in label for label in card.labels) and not card.deleted:
                    answer = mia.press(card, "✅")
                    await self.happens(lambda a=answer: a.answered, PRESS_WITHIN)

    async def meddle(self) -> None:
        """The channels' owner writes, deletes, pins and renames between the bot's posts."""
        channels = [*self.place.channels.values()]
        owner = self.place.person()
        for channel in channels:
            channel.admit(owner, owner=True)
        for turn in range(1, 10_000):
            await asyncio.sleep(self.dice.uniform(2.0, 6.0))
            channel = self.dice.choice(channels)
            mine = owner.send(f"By hand {turn}.", to=channel)
            what = self.dice.randrange(4)
            if what == 0:
                owner.delete(mine)
            elif what == 1:
                channel.pin(mine, by=owner)
            elif what == 2:
                channel.rename(f"Sotto voce {turn}", by=owner)

    async def happens(self, what: Callable[[], bool], seconds: float) -> None:
        try:
            await self.place.world.wait_until(what, seconds)
        except TimeoutError:
            return


@dataclass
class Author:
    """One person with one thing to say, who keeps to the message that was once pressed."""

    crowd: Crowd
    person: Person
    token: str
    bot: Bot
    goal: str = ""
    """The channel that it is for, where there are several."""
    question: str | None = None
    """The link to the question that it answers: who writes once more comes by it once more."""
    answers: list[Answer] = field(default_factory=list)
    refused: int = 0
    """How many of the answers asked for the words once more."""

    async def confess(self, words: str) -> None:
        sent = self.write(words)
        pressed = False
        while not self.knows():
            card = await self.card(sent)
            if card is not None and not self.is_for_goal(card):
                await self.choose(card)
            elif card is not None:
                pressed = self.press(card)
                await self.happens(lambda c=card: self.knows() or c.deleted, PRESS_WITHIN)
            elif self.asked_again() or not pressed:
                self.crowd.sent_again += 1
                sent = self.write(words)
                pressed = False
            elif sent.deleted:
                return  # all that was pressed has vanished: it must have been taken in

    def write(self, words: str) -> Message:
        if self.question:
            self.follow(self.question)
        return self.person.send(words, to=self.bot)

    @property
    def chat(self) -> Sequence[Message]:
        return self.crowd.place.world.private_chat(self.person, self.bot).live

    async def card(self, sent: Message) -> Message | None:
        """The newest preview of this message. None: it is gone, or no card came."""

        def shown() -> Message | None:
            cards = [each for each in self.cards() if each.reply_to is sent]
            return cards[-1] if cards else None

        def there() -> bool:
            return shown() is not None or sent.deleted or self.knows()

        await self.happens(there, CARD_WITHIN)
        return shown()

    def cards(self) -> list[Message]:
        """Those under which the list of channels is open among them."""
        if not self.goal:
            return previews_in(self.chat)
        return [each for each in self.chat if each.photo and each.keyboard]

    def follow(self, payload: str) -> None:
        """Come by a link of the channel, which may be forgotten on the way."""
        address = f"https://t.me/{self.bot.username}?start={payload}"
        self.person.open_link(address)

    def is_for_goal(self, card: Message) -> bool:
        return not self.goal or f"📮 {TITLES[self.goal]} ▸" in card.labels

    async def choose(self, card: Message) -> None:
        """One step further: open the list under the card, or take the channel from it."""
        before = card.labels
        wanted = next((each for each in before if TITLES[self.goal] in each), "📮")
        with suppress(PersonCannot, LookupError):  # it changed under the finger
            self.answers.append(self.person.press(card, wanted))
        await self.happens(lambda: card.deleted or card.labels != before, PRESS_WITHIN)

    def press(self, card: Message) -> bool:
        try:
            self.answers.append(self.person.press(card, "Publish"))
        except PersonCannot:
            return False  # it vanished under the finger
        self.crowd.pressed.add(self.token)
        return True

    def knows(self) -> bool:
        """An answer said so, or the receipt is there."""
        said = [answer.text or "" for answer in self.answers]
        receipt = any("Your receipt" in (message.text or "") for message in self.chat)
        if receipt or any(each.startswith(TAKEN_IN) for each in said):
            self.crowd.told.add(self.token)
        return self.token in self.crowd.told

    def asked_again(self) -> bool:
        """An answer that was not heeded yet asks for the words once more."""
        asked = sum("Send it again" in (answer.text or "") for answer in self.answers)
        news, self.refused = asked > self.refused, asked
        return news

    def sight(self) -> str:
        chat = [
            f"  {'I' if m.sender is self.person else 'bot'} {m.labels} "
            f"{(m.text or m.caption or '')[:60]!r}"
            for m in self.chat
        ]
        said = [f"  answer {answer.text!r}" for answer in self.answers]
        return "\n".join([f"{self.token} waits:", *chat, *said])

    async def happens(self, what: Callable[[], bool], seconds: float) -> None:
        await self.crowd.happens(what, seconds)

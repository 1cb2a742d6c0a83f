"""What people do who reply to whisper 1, each in a chat of their own that is to be empty later."""

from collections.abc import Awaitable, Callable

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.town import Town, jpeg
from tests.prove.authors import only
from tests.prove.sending import press_send


async def question(town: Town, person: Person) -> Message:
    person.start(town.bot, "reply_1")
    return await said(town, person, "💬")


async def said(town: Town, person: Person, words: str) -> Message:
    return await town.until(
        lambda: only(person.chat, lambda m: m.sender is town.bot and words in (m.text or ""))
    )


async def preview(town: Town, person: Person, words: str) -> tuple[Message, Message]:
    """The reader's message and what the bot shows of it."""
    sent = person.send(words, reply_to=await question(town, person))
    return sent, await shown(town, person, "Send")


async def shown(town: Town, person: Person, label: str) -> Message:
    return await town.until(
        lambda: only(person.chat, lambda m: any(label in each for each in m.labels))
    )


async def replied(town: Town, person: Person, words: str) -> str:
    _, card = await preview(town, person, words)
    return await press_send(town.until, person, card)


async def replies(town: Town, person: Person) -> None:
    await replied(town, person, "My aunt did the same for years.")


async def replies_under_another_name(town: Town, person: Person) -> None:
    _, card = await preview(town, person, "It was not your fault at all.")
    before = card.text
    person.press(card, "Another name")
    await town.until(lambda: card.text != before)
    await press_send(town.until, person, card)


async def edits_and_replies(town: Town, person: Person) -> None:
    sent, card = await preview(town, person, "I know")
    person.edit(sent, "I know how long an evening can be.")
    await town.until(lambda: "evening" in (card.text or ""))
    await press_send(town.until, person, card)


async def cancels_a_reply(town: Town, person: Person) -> None:
    _, card = await preview(town, person, "Better not to say it.")
    person.press(card, "Cancel")


async def abandons_a_reply(town: Town, person: Person) -> None:
    await preview(town, person, "I shall sleep over it.")


async def leaves_a_question_unanswered(town: Town, person: Person) -> None:
    await question(town, person)


async def is_refused_a_reply(town: Town, person: Person) -> None:
    asked = await question(town, person)
    person.send("word " * 80, reply_to=asked)
    person.send_photo(jpeg(), "a picture", reply_to=asked)
    await said(town, person, "Shorten it")


async def claims_to_be_the_author(town: Town, person: Person) -> None:
    _, card = await preview(town, person, "I am the one who wrote it.")
    person.press(card, "I wrote #1")
    asked = await said(town, person, "the code of #1")
    person.send("ABCD-EFGH-JKMN-PQRS", reply_to=asked)
    await said(town, person, "isn’t the code of")


async def withdraws_a_reply(town: Town, person: Person) -> None:
    code = await replied(town, person, "I should have kept this to myself.")
    person.send(code)
    person.press(await shown(town, person, "Withdraw"), "Withdraw")
    person.press(await shown(town, person, "Yes"), "Yes")


async def reads_a_thread(town: Town, person: Person) -> None:
    person.start(town.bot, "w_1")
    person.press(await shown(town, person, "💬"), "💬")
    person.press(await shown(town, person, "Tell me once"), "Tell me once")


REPLYING: tuple[Callable[[Town, Person], Awaitable[None]], ...] = (
    replies,
    replies_under_another_name,
    edits_and_replies,
    cancels_a_reply,
    abandons_a_reply,
    leaves_a_question_unanswered,
    is_refused_a_reply,
    claims_to_be_the_author,
    withdraws_a_reply,
    reads_a_thread,
)

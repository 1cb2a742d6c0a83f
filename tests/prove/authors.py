"""What people do with the bot. Each is a coroutine of one author; ``TRACELESS`` words never may
lie on disk when all is over: they were cancelled, abandoned, refused or withdrawn in time."""

import asyncio
import io
import re
from collections.abc import Awaitable, Callable

from PIL import Image

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.prove.town import ProofTown

CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")
_NOUNS = ("umbrella piano harbour cellar orchard lantern bicycle mirror staircase violin").split()  # noqa: SIM905
_PLACES = ["Lisbon", "Bergen", "Riga", "Turin", "Ghent"]


def words_of(author: int, variant: str = "kept") -> str:
    """Fifty confessions that differ in their middle. No digits, no names."""
    noun, place = _NOUNS[author % 10], _PLACES[author // 10 % 5]
    return f"I {variant} the {noun} from {place} and told nobody why."


def only(messages: list[Message], fits: Callable[[Message], bool]) -> Message | None:
    return next((message for message in reversed(messages) if fits(message)), None)


async def preview_of(town: ProofTown, author: Person) -> Message:
    preview: Message = await town.until(
        lambda: only(author.chat, lambda m: bool(m.photo and m.keyboard and m.sender is not author))
    )
    return preview


async def tap(town: ProofTown, author: Person, message: Message, label: str) -> None:
    """Presses a button once it is there."""
    await town.until(lambda: any(label in each for each in message.labels))
    await author.press(message, label).wait()


async def publish(
    town: ProofTown, author: Person, words: str, *, photo: bytes | None = None
) -> str:
    """Writes, presses Publish, and gives the code of the receipt."""
    if photo is None:
        author.send(words)
    else:
        author.send_photo(photo, words)
    preview = await preview_of(town, author)
    await tap(town, author, preview, "Publish")
    return await receipt_of(town, author)


async def receipt_of(town: ProofTown, author: Person) -> str:
    def code() -> str | None:
        for message in author.chat:
            if found := CODE.search(message.words.text):
                return found[0]
        return None

    found: str = await town.until(code)
    return found


async def clean(town: ProofTown, author: Person) -> None:
    """Until nothing is left in the private chat."""
    try:
        await town.until(lambda: not author.chat, 60.0)
    except TimeoutError:
        left = [f"{m.ids} {m.text or m.caption or 'a picture'}" for m in author.chat]
        told = bytes(town.lives[-1].printed).decode(errors="replace").splitlines()
        raise AssertionError("\n".join(["left in the chat:", *left, "", *told[-12:]])) from None


async def publishes(town: ProofTown, author: Person, index: int) -> None:
    await publish(town, author, words_of(index))


async def publishes_a_photo(town: ProofTown, author: Person, index: int) -> None:
    await publish(town, author, words_of(index), photo=photo_by(author))


async def writes_words_after_a_photo(town: ProofTown, author: Person, index: int) -> None:
    author.send_photo(photo_by(author))
    asks: Message = await town.until(
        lambda: only(author.chat, lambda m: "Now write the words" in m.words.text)
    )
    tagged = {words_of(index).split()[3]: town.people[index - 1]}
    author.send(words_of(index), reply_to=asks if index % 2 else None, tagging=tagged)
    preview = await preview_of(town, author)
    await tap(town, author, preview, "Keep")
    await town.until(lambda: any("🔘" in label for label in preview.labels))
    await tap(town, author, preview, "Publish")
    await receipt_of(town, author)


async def looks_around_first(town: ProofTown, author: Person, index: int) -> None:
    author.send(words_of(index))
    preview = await preview_of(town, author)
    for label in ("Another picture", "Style", "Sensitive", "Themes", "Back"):
        await tap(town, author, preview, label)
    await tap(town, author, preview, "Publish")
    await receipt_of(town, author)


async def chooses_a_picture_then_blurs_their_photo(
    town: ProofTown, author: Person, index: int
) -> None:
    author.send_photo(photo_by(author), words_of(index))
    preview = await preview_of(town, author)
    for label in ("Another picture", "More", "2", "Themes", "More", "Back", "My photo"):
        await tap(town, author, preview, label)
    await tap(town, author, preview, "Blur the photo")
    await town.until(lambda: any("sharp" in label for label in preview.labels))
    await tap(town, author, preview, "Publish")
    await receipt_of(town, author)


async def edits_then_publishes(town: ProofTown, author: Person, index: int) -> None:
    sent = author.send(words_of(index, "hid"))
    preview = await preview_of(town, author)
    author.edit(sent, words_of(index))
    before = preview.photo
    await town.until(lambda: preview.photo != before)
    await tap(town, author, preview, "Publish")
    await receipt_of(town, author)


async def edits_behind_the_preview(town: ProofTown, author: Person, index: int) -> None:
    """Publish under a preview whose words have changed must not publish; the second press may."""
    sent = author.send(words_of(index, "stole"))
    preview = await preview_of(town, author)
    author.edit(sent, words_of(index))
    await author.press(preview, "Publish").wait()
    if not preview.deleted:
        author.press(preview, "Publish")
    await receipt_of(town, author)


async def cancels(town: ProofTown, author: Person, index: int) -> None:
    author.send(words_of(index, "burnt"))
    author.press(await preview_of(town, author), "Cancel")


async def cancels_by_command(town: ProofTown, author: Person, index: int) -> None:
    author.send(words_of(index, "burnt"))
    await preview_of(town, author)
    author.send("/cancel")


async def abandons(town: ProofTown, author: Person, index: int) -> None:
    author.send(words_of(index, "burnt"))
    await preview_of(town, author)


async def is_refused(town: ProofTown, author: Person, index: int) -> None:
    author.send("/start write")
    author.send_sticker()
    author.send_location()
    author.send_contact()
    author.send(words_of(index, "burnt") * 40)
    author.send("https://example.org/only-a-link")
    await town.until(lambda: len(author.chat) > 8)


async def withdraws_in_time(town: ProofTown, author: Person, index: int) -> None:
    """Before release: gone without trace (the floor keeps the last of them waiting)."""
    code = await publish(town, author, words_of(index, "burnt"))
    await _withdraw(town, author, code)


async def withdraws_later(town: ProofTown, author: Person, index: int) -> None:
    code = await publish(town, author, words_of(index))
    marker = words_of(index)
    await town.until(lambda: [post for post in town.cards if marker in (post.caption or "")])
    await _withdraw(town, author, code)


async def _withdraw(town: ProofTown, author: Person, code: str) -> None:
    author.send(f"/receipt {code}")
    status = await town.until(
        lambda: only(author.chat, lambda m: any("Withdraw" in each for each in m.labels))
    )
    await tap(town, author, status, "Withdraw")
    await tap(town, author, status, "Yes")


async def gives_a_number_away(town: ProofTown, author: Person, index: int) -> None:
    author.send(words_of(index) + " Call +44 7700 900123.")
    preview = await preview_of(town, author)
    await author.press(preview, "Hide it" if index % 2 else "Keep").wait()
    await town.until(lambda: any("🔘" in label for label in preview.labels))
    await tap(town, author, preview, "Publish")
    await receipt_of(town, author)


async def asks_in_vain(town: ProofTown, author: Person, index: int) -> None:
    for text in ("/help", "/privacy", "/receipt 0000-0000-0000-0000", "ABCD-EFGH-JKMN-PQRS"):
        await _answer_to(town, author, text)
    await _answer_to(town, author, "/language")
    asked = await town.until(lambda: only(author.chat, lambda m: bool(m.keyboard)))
    await tap(town, author, asked, "English")


async def reports_a_whisper(town: ProofTown, author: Person, index: int) -> None:
    """Of somebody else, without a word of their own; two reasons, so that some are hidden."""
    post = await town.until(lambda: town.cards and town.cards[0])
    number = (post.caption or "").splitlines()[0].removeprefix("#")
    author.start(town.bot, f"report_{number}")
    said = await town.until(lambda: only(author.chat, lambda m: m.sender is town.bot))
    if said.keyboard:
        await author.press(said, "Violence" if index % 2 else "Spam").wait()


async def _answer_to(town: ProofTown, author: Person, command: str) -> None:
    """Something new from the bot, whatever of before has burnt meanwhile."""
    before = set(map(id, author.chat))
    author.send(command)
    await town.until(lambda: any(m.sender is town.bot and id(m) not in before for m in author.chat))


async def looks_for_whispers(town: ProofTown, author: Person, index: int) -> None:
    """In the bot's chat and in any other: what is looked for must be nowhere."""
    author.send(f"/search {words_of(index, 'sought')}")
    await town.until(lambda: only(author.chat, lambda m: "can’t find a whisper" in (m.text or "")))
    await author.type_inline(words_of(index, "sought")).wait()
    for command in ("/popular", "/latest", "/random", "/tag"):
        await _answer_to(town, author, command)


Behaviour = Callable[[ProofTown, Person, int], Awaitable[None]]
BEHAVIOURS: tuple[Behaviour, ...] = (
    publishes,
    cancels,
    publishes_a_photo,
    writes_words_after_a_photo,
    edits_then_publishes,
    abandons,
    looks_around_first,
    chooses_a_picture_then_blurs_their_photo,
    is_refused,
    withdraws_later,
    edits_behind_the_preview,
    gives_a_number_away,
    cancels_by_command,
    asks_in_vain,
    reports_a_whisper,
    looks_for_whispers,
)
TRACELESS = ("burnt", "hid", "stole", "sought")


async def live(town: ProofTown, *, at_once: int = 6) -> None:
    """Everybody does something, a few at a time, and leaves an empty chat."""
    membership = asyncio.Semaphore(at_once)

    async def one(index: int, author: Person) -> None:
        async with membership:
            await BEHAVIOURS[index % len(BEHAVIOURS)](town, author, index)

    await asyncio.gather(*(one(index, author) for index, author in enumerate(town.people)))
    await asyncio.gather(*(clean(town, author) for author in town.people))


def photo_by(author: Person) -> bytes:
    """A photograph whose EXIF and comment say who took it."""
    picture = Image.effect_noise((720, 540), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x013B] = author.name
    exif[0x010E] = f"by {author.id}"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=f"owner {author.id} {author.username}".encode())
    return out.getvalue()

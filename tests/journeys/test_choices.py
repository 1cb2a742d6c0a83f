"""Pictures to choose from: three beside the card, nine themes on a sheet, and one's own blurred."""

import io

from PIL import Image, ImageDraw

from bot.cards.studio import StudioBusy
from bot.domain.draft import decode
from bot.domain.whisper import OWN_PHOTO, Whisper
from bot.sandbox.messages import Message
from tests.kit.drawn import DrawnStudio
from tests.kit.town import Town

WORDS = "The rain was the only one who listened."


def picture_of(preview: Message, label: str) -> str:
    """The picture that a button of a draft leads to."""
    decoded = decode(preview.button(label).data)
    assert decoded is not None
    return decoded[1].look.picture.hex()


def shown_in(preview: Message) -> str:
    return picture_of(preview, "Publish")


async def stored(town: Town) -> Whisper:
    assert town.bot_running is not None
    async with town.bot_running.services.shared.storage.reading() as tables:
        numbered = await tables.whispers.by_number(1)
        assert numbered is not None
        whisper = await tables.whispers.by_key(numbered.key)
    assert whisper is not None
    return whisper


async def test_another_picture_shows_one_at_once_and_offers_three_more_beside_it(town: Town):
    async with town.running():
        message = town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        first, after = shown_in(preview), picture_of(preview, "Another picture")
        assert "1" not in preview.labels, "nothing is offered before it is asked for"
        await town.press(town.alice, preview, "Another picture")
        await town.until(lambda: "1" in preview.labels)
        assert shown_in(preview) == after != first
        three = [picture_of(preview, label) for label in "123"]
        assert len({first, after, *three}) == 5
        assert three[0] == picture_of(preview, "Another picture"), "they are the ones that follow"
        await town.press(town.alice, preview, "✅")
        await town.until(lambda: town.cards and message.deleted)
        assert (await stored(town)).look.picture.hex() == after


async def test_one_of_the_three_becomes_the_card_and_more_shows_three_others(town: Town):
    async with town.running():
        town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        await town.press(town.alice, preview, "Another picture")
        await town.until(lambda: "1" in preview.labels)
        shown, three = shown_in(preview), [picture_of(preview, label) for label in "123"]
        await town.press(town.alice, preview, "More")
        await town.until(lambda: picture_of(preview, "1") != three[0])
        assert shown_in(preview) == shown, "the card stays while others are looked at"
        others = [picture_of(preview, label) for label in "123"]
        assert not {shown, *three} & set(others)
        await town.press(town.alice, preview, "2")
        await town.until(lambda: shown_in(preview) == others[1])
        assert "1" not in preview.labels, "it is chosen"


async def test_an_edit_keeps_the_picture_and_shows_its_card_alone(town: Town):
    async with town.running():
        message = town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        await town.press(town.alice, preview, "Another picture")
        await town.until(lambda: "1" in preview.labels)
        shown, before = shown_in(preview), preview.photo
        town.alice.edit(message, "The rain was the only one who listened to me.")
        await town.until(lambda: preview.photo != before)
        assert shown_in(preview) == shown
        assert "1" not in preview.labels


async def test_themes_are_nine_on_a_sheet_more_of_them_and_each_by_name(town: Town):
    async with town.running():
        town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        card = preview.photo
        await town.press(town.alice, preview, "Themes")
        await town.until(lambda: any("Back" in label for label in preview.labels))
        assert preview.photo != card, "a sheet stands in the card's place"
        nine = preview.labels[:9]
        assert any("Rain" in label for label in nine)
        assert "More" in preview.labels[9]
        assert any("Desert" in label for label in preview.labels), "every theme is one press away"
        await town.press(town.alice, preview, "More")
        await town.until(lambda: preview.labels[:9] != nine)
        assert not set(nine) & set(preview.labels[:9])
        await town.press(town.alice, preview, "Back")
        await town.until(lambda: "✅ Publish" in preview.labels)
        assert preview.photo == card


async def test_a_sheet_that_cannot_be_drawn_leaves_the_names_of_themes(town: Town):
    async with town.running() as running:
        town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        card = preview.photo
        running.services.shared.studio.failures.append(StudioBusy())  # type: ignore[attr-defined]
        await town.press(town.alice, preview, "Themes")
        await town.until(lambda: any("Back" in label for label in preview.labels))
        assert preview.photo == card
        await town.press(town.alice, preview, "Snow")
        await town.until(lambda: preview.photo != card)


def striped() -> bytes:
    """A photo with fine writing, as it were."""
    image = Image.new("RGB", (900, 900), "white")
    draw = ImageDraw.Draw(image)
    for top in range(0, 900, 20):
        draw.rectangle((0, top, 900, top + 9), fill="black")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


def detail(data: bytes) -> float:
    with Image.open(io.BytesIO(data)) as file:
        small = file.convert("L").crop((100, 100, file.width - 100, file.height - 100))
        low, high = small.getextrema()
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    return high - low


async def test_of_a_blurred_photo_only_the_blur_is_kept(town: Town):
    town.open_studio = DrawnStudio.open
    async with town.running():
        town.alice.send_photo(striped(), "Where I used to sit.")
        preview = await town.preview(town.alice)
        assert "Someone may be recognised" in (preview.caption or "")
        await town.press(town.alice, preview, "Blur the photo")
        await town.until(lambda: any("sharp" in label for label in preview.labels))
        assert "recognised" not in (preview.caption or "")
        await town.press(town.alice, preview, "✅")
        await town.until(lambda: town.cards)
        whisper = await stored(town)
    assert whisper.look.picture == OWN_PHOTO
    assert whisper.photo is not None
    assert detail(whisper.photo) < 30 < detail(striped())


async def test_a_blurred_photo_can_be_shown_sharp_again(town: Town):
    town.open_studio = DrawnStudio.open
    async with town.running():
        town.alice.send_photo(striped(), "My window, this morning.")
        preview = await town.preview(town.alice)
        sharp = preview.photo
        await town.press(town.alice, preview, "Blur the photo")
        await town.until(lambda: preview.photo != sharp)
        await town.press(town.alice, preview, "sharp")
        await town.until(lambda: preview.photo == sharp)

"""Where there are several channels, a feed shows all that are open, and can be narrowed to one."""

import pytest

from bot.sandbox.messages import Message
from tests.journeys.test_feeds import ask
from tests.kit.several import Campus, love_and_work
from tests.kit.town import ModeratedTown

LOVE = "I still keep his letters under my bed and I love him."
WORK = "My boss takes the credit for my work at the office."


@pytest.fixture
def campus(moderated: ModeratedTown) -> Campus:
    return love_and_work(moderated)


def lines(page: Message) -> list[str]:
    """The list under the picture, without its title."""
    return [each for each in (page.caption or "").splitlines()[1:] if each]


async def narrow(campus: Campus, page: Message, title: str) -> None:
    await campus.press(campus.bob, page, "📮")
    await campus.until(lambda: any("Back" in label for label in page.labels))
    await campus.press(campus.bob, page, title)
    await campus.until(lambda: not any("Back" in label for label in page.labels))


async def test_a_feed_shows_all_channels_and_can_be_narrowed_to_one(campus: Campus):
    async with campus.with_entries():
        await campus.publish_in("love", campus.alice, LOVE)
        await campus.publish_in("work", campus.alice, WORK)
        await campus.idle()
        page = await ask(campus, campus.bob, "/latest")
        assert (page.caption or "").splitlines()[0] == "Newest"
        assert [line.split(" My ")[0].split(" I ")[0] for line in lines(page)] == [
            "1. At work #1",
            "2. Love letters #1",
        ]
        assert page.labels[-1] == "📮 All channels ▸"
        await campus.press(campus.bob, page, "📮")
        await campus.until(lambda: any("Back" in label for label in page.labels))
        assert page.labels == ["🔘 All channels", "⚪️ Love letters", "⚪️ At work", "↩️ Back"]
        await campus.press(campus.bob, page, "Love letters")
        await campus.until(lambda: len(lines(page)) == 1)
        assert (page.caption or "").splitlines()[0] == "Newest · Love letters"
        assert LOVE[:20] in lines(page)[0]
        assert page.labels[-1] == "📮 Love letters ▸"
        assert "#1" in (page.caption or "")


async def test_a_narrowed_feed_stays_so_after_a_restart(campus: Campus):
    async with campus.with_entries():
        await campus.publish_in("love", campus.alice, LOVE)
        await campus.publish_in("work", campus.alice, WORK)
        await campus.idle()
        page = await ask(campus, campus.bob, "/popular")
        await narrow(campus, page, "At work")
    async with campus.with_entries():
        await campus.press(campus.bob, page, "Week")
        await campus.until(lambda: (page.caption or "").startswith("Most loved · Week · At work"))
        await narrow(campus, page, "All channels")
        assert page.labels[-1] == "📮 All channels ▸"


async def test_a_closed_channel_is_in_no_feed(campus: Campus):
    async with campus.with_entries():
        await campus.publish_in("love", campus.alice, LOVE)
        await campus.publish_in("work", campus.alice, WORK)
    async with campus.with_entries("love"):
        await campus.idle()
        page = await ask(campus, campus.bob, "/latest")
        assert [LOVE[:20] in line for line in lines(page)] == [True]


async def test_a_card_of_another_channel_leads_to_its_own_post(campus: Campus):
    async with campus.with_entries():
        await campus.publish_in("love", campus.alice, LOVE)
        post = await campus.publish_in("work", campus.alice, WORK)
        await campus.idle()
        page = await ask(campus, campus.bob, "/latest")
        await campus.press(campus.bob, page, "1")
        card = await campus.until(
            lambda: next(
                (m for m in campus.bob.chat if m.photo and WORK[:20] in (m.caption or "")
                 and m is not page), None,
            )
        )  # fmt: skip
        address = card.button("Open in the channel").url or ""
        assert address.endswith(f"/{campus.places['work'].username}/{post.message_id}")

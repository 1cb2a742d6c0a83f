"""What is covered in the channel is shown nowhere to who did not ask for it."""

from tests.flows.test_digest import evening, hearts
from tests.kit.outbox import release, run
from tests.kit.works import Works


async def test_what_is_covered_in_the_channel_is_covered_in_the_digest(works: Works) -> None:
    await release(works, "one", "two")
    await release(works, "what nobody reads unasked", cover=True)
    await run(works)
    await hearts(works, {1: {"❤": 3}, 2: {"❤": 2}, 3: {"❤": 24}})
    await evening(works)
    caption = works.channel.messages[max(works.channel.messages)].caption
    assert caption.splitlines()[1].endswith("Sensitive topic ❤\N{NO-BREAK SPACE}24")
    assert "unasked" not in caption
    [covered, *others] = works.studio.posters[-1]
    assert covered.number == 3
    assert covered.note == "Sensitive topic"
    assert covered.words == ""
    assert all(each.note is None for each in others)

"""Ten authors and two moderators: nobody of the twelve is found, whatever is decided about whom."""

import signal

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.prove.authors import only, publish, tap, words_of
from tests.prove.town import PLAIN, ProofTown, town_of

REVIEWED = {"SOTTO_MODERATION": "pre", "SOTTO_REVIEW_EVERY": "0s", "SOTTO_UNDO": "1s"}
PLEA = "It was meant as a joke about the umbrella."


def lying_about(town: ProofTown, words: str) -> list[str]:
    """Files and print-outs with these words (not what was sent to people at the time)."""
    forms = [words.encode(coding) for coding in ("utf-8", "utf-16-le")]
    return [
        name
        for name, data in town.image().parts.items()
        if not name.startswith(("text of", "call of")) and any(form in data for form in forms)
    ]


async def card_of(town: ProofTown, author: int) -> Message:
    def shown() -> Message | None:
        return next(
            (
                m
                for m in reversed(town.moderators.messages)
                if m.keyboard and words_of(author)[:-1] in (m.caption or "")
            ),
            None,
        )

    card: Message = await town.until(shown)
    return card


async def decide(town: ProofTown, who: Person, author: int, *labels: str) -> None:
    for label in labels:
        await tap(town, who, await card_of(town, author), label)


async def test_ten_authors_and_two_moderators_leave_no_trace(tmp_path, figure):
    async with town_of(tmp_path, 12) as town:
        *authors, mia, noa = town.people
        for moderator in (mia, noa):
            town.moderators.admit(moderator)
        await town.start(program=PLAIN, **REVIEWED)
        codes = [
            await publish(town, author, words_of(index)) for index, author in enumerate(authors)
        ]
        for index in range(4):
            await decide(town, mia, index, "Approve")
        await decide(town, noa, 4, "Cover")
        await decide(town, noa, 5, "Reject", "hurt")
        await decide(town, mia, 6, "Hold")
        for moderator in (mia, noa):
            await decide(town, moderator, 7, "Ban")
        card = await card_of(town, 8)
        authors[8].send(f"/receipt {codes[8]}")
        status = await town.until(
            lambda: only(authors[8].chat, lambda m: any("Withdraw" in each for each in m.labels))
        )
        await tap(town, authors[8], status, "Withdraw")
        await tap(town, authors[8], status, "Yes")
        await town.until(lambda: "withdrawn" in (card.caption or ""))
        await town.until(
            lambda: any(
                "for a while" in (m.caption or "") and not m.keyboard for m in moderators_chat(town)
            )
        )
        authors[7].send(f"/appeal {codes[7]} {PLEA}")
        await town.until(lambda: any(PLEA in (m.text or "") for m in moderators_chat(town)))
        await town.lives[-1].end(signal.SIGKILL)
        assert town.found() == ()

        await town.start(program=PLAIN, **REVIEWED)
        await town.until(lambda: not any(PLEA in (m.text or "") for m in moderators_chat(town)))
        await decide(town, noa, 9, "Approve")
        noa.send("/held", to=town.moderators)
        await decide(town, mia, 6, "Approve")
        await town.until(lambda: len(town.cards) == 7, 60.0)
        await town.until(lambda: not any(m.photo and m.keyboard for m in moderators_chat(town)))
        assert await town.lives[-1].end(signal.SIGTERM) == 0
        found = town.found()
        figure("review: traces of ten authors and two moderators", len(found))
        assert found == ()
        for author in (5, 7, 8):
            assert lying_about(town, words_of(author)[:-1]) == []
        assert lying_about(town, PLEA) == []
        assert town.uploads_by_id == 0
        standing = [m.caption or m.text or "" for m in moderators_chat(town)]
        assert not any(words_of(i)[:-1] in each for i in range(10) for each in standing)


def moderators_chat(town: ProofTown) -> list[Message]:
    return town.moderators.messages

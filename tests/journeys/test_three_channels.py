"""One day of a bot with three channels in two languages, as those see it who use it."""

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.several import Campus, love_work_and_amitie
from tests.kit.town import ModeratedTown

WORDS = {
    "love": ("I still keep his letters under my bed.", "I love the smell of his coat."),
    "work": ("My boss takes the credit for my work.", "The coffee at the office is always cold."),
    "amitie": ("Je n’ai jamais dit à mon amie que j’avais menti.", "J’ai gardé toutes ses cartes."),
}
OF = {words: name for name, both in WORDS.items() for words in both}


async def publish(campus: Campus, person: Person, preview: Message, name: str, words: str) -> None:
    assert await campus.press(person, preview, "✅") in ("Got it.", "C’est reçu.")
    await campus.card_in(name, words)


def text_in(campus: Campus, name: str) -> str:
    return "\n".join(post.caption or "" for post in campus.cards_in(name))


def only_at_home(campus: Campus) -> None:
    """No words of one channel are in another."""
    for words, home in OF.items():
        assert all(words not in text_in(campus, name) for name in WORDS if name != home)


async def test_what_is_for_one_channel_happens_there_and_nowhere_else(
    moderated: ModeratedTown,
) -> None:
    campus = love_work_and_amitie(moderated)
    nell, zoe = campus.world.add_person("Nell"), campus.world.add_person("Zoé", language="fr")
    reader = campus.bob
    async with campus.with_entries(digest_size=2, reports_severe=1, votes=1):
        # Each of the three ways to a channel: its link, the list, and what the words propose.
        campus.follow(campus.alice, "write_work")
        for words in WORDS["work"]:
            shown = await campus.proposed(campus.alice, words)
            assert shown.labels[0] == "📮 At work ▸"
            await publish(campus, campus.alice, shown, "work", words)
        for words in WORDS["love"]:
            shown = await campus.proposed(nell, words)
            await campus.choose(nell, shown, "Love letters")
            await publish(campus, nell, shown, "love", words)
        for words in WORDS["amitie"]:
            shown = await campus.proposed(zoe, words)
            assert shown.labels[0] == "📮 Amitiés ▸"
            await publish(campus, zoe, shown, "amitie", words)
        posts = {name: campus.cards_in(name) for name in WORDS}
        for name, both in posts.items():
            assert [(post.caption or "").split("\n")[0] for post in both] == ["#1", "#2"], name
        only_at_home(campus)
        await campus.idle()

        reader.open_link(posts["love"][1].links["Report"])
        question = await campus.said(reader, "whisper #2")
        await campus.press(reader, question, "private data")
        hidden = await campus.with_moderators("#2 is hidden")
        assert (hidden.caption or "").startswith("📮 Love letters\n")
        await campus.until(lambda: WORDS["love"][1] not in text_in(campus, "love"))
        for words in (*WORDS["work"], *WORDS["amitie"]):
            assert words in text_in(campus, OF[words])
        await campus.press(campus.mia, hidden, "♻️")
        await campus.until(lambda: WORDS["love"][1] in text_in(campus, "love"))

        for post in (each for both in posts.values() for each in both):
            reader.react(post, "❤")
        await campus.to_digest()
        for name in WORDS:
            digest = await campus.until(
                lambda n=name: next((m for m in campus.cards_in(n) if m not in posts[n]), None)  # type: ignore[misc]
            )
            others = [words[:12] for words, home in OF.items() if home != name]
            assert all(words not in (digest.caption or "") for words in others)
            home = campus.places[name].username or ""
            assert all(home in link for link in digest.links.values() if "start=" not in link)

        room = campus.world.chats[campus.entries["amitie"]["moderators"]]
        campus.mia.send("/remove 1", to=room)
        await campus.until(lambda: posts["amitie"][0].deleted)
        await campus.idle()
        left = {name: [post.deleted for post in both] for name, both in posts.items()}
        assert left == {"love": [False] * 2, "work": [False] * 2, "amitie": [True, False]}

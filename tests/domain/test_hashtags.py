import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.hashtags import redundant, texts
from bot.domain.hashtags import hashtags, linked_whole, written_as_tag
from bot.domain.hashtags.nouns import Noun, languages, nouns
from bot.domain.hashtags.tongue import language_for_sure
from bot.domain.themes import THEMES
from bot.sandbox.entities import plain_words

NOUNS: tuple[Noun, ...] = tuple(
    noun for code in languages() for meant in nouns(code).entries.values() for noun in meant
)
ALLOWED = {written_as_tag(noun.tag) for noun in NOUNS if noun.tag}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("I failed the exam again", ("#exam",)),
        ("J'ai menti à ma grand-mère", ("#grand_mère",)),
        ("le he mentido a mi hermana", ("#hermana",)),
        ("ho mentito a mia nonna sul matrimonio", ("#nonna", "#matrimonio")),
        ("ich hab meine oma angelogen", ("#Oma",)),
        ("perdi o emprego e não contei pra minha mãe", ("#emprego", "#mãe")),
        ("annemin kedisini kaybettim ve kimseye söylemedim", ("#anne", "#kedi")),
        ("Я соврал маме про собаку", ("#мама", "#собака")),
        ("كذبت على أمي وأخذت فستان أختي", ("#أم", "#فستان", "#أخت")),
        ("मैं घर छोड़ कर शहर आ गया", ("#शहर",)),
        ("我把花给了妈妈", ("#花", "#妈妈")),
        ("猫が死んだ。母には言えない", ("#猫", "#母")),
        ("엄마한테 거짓말을 했어요", ("#엄마", "#거짓말")),
    ],
)
def test_a_noun_of_the_text_becomes_a_hashtag_in_its_own_language(
    words: str, expected: tuple[str, ...]
) -> None:
    assert set(expected) <= set(hashtags(words))


@pytest.mark.parametrize(
    ("words", "unsaid"),
    [
        ("I had a miscarriage and nobody knows", {"#baby", "#family"}),
        ("we lost the baby, the miscarriage was in may", {"#baby"}),
        ("I spent my birthday alone", {"#party", "#lonely"}),
        ("لا أحد غيره يعرفني", {"#غيرة"}),
        ("كنت هنا قبلي", {"#قبلة"}),
        ("我把钱都花光了", {"#花"}),
        ("my dog is old", {"#pets", "#animal"}),
        ("il a crié toute la nuit et j'ai cuisiné", {"#colère", "#cuisine", "#nourriture"}),
    ],
)
def test_what_the_text_did_not_name_is_no_hashtag(words: str, unsaid: set[str]) -> None:
    assert not unsaid & set(hashtags(words))


@pytest.mark.parametrize(
    ("words", "yes", "no"),
    [
        ("I took a loan from the bank", "#bank", "#bench"),
        ("we sat on the bank of the river", "#river", "#bank"),
        ("I lie to my mother every day", "#mother", "#lie"),
        ("that was a lie and I knew it", "#lie", ""),
        ("mon rêve c'est de partir et je porte rien", "#rêve", "#porte"),
        ("je rêve de partir avec ma sœur", "#sœur", "#rêve"),
        ("выпил бокал вина с братом", "#вино", "#вина"),
        ("моя вина перед братом", "#вина", "#вино"),
        ("눈이 내려서 엄마 생각이 났다", "#눈", ""),
        ("눈이 너무 아파서 엄마한테 갔다", "#엄마", "#눈"),
        ("배를 타고 섬에 갔다", "#배", ""),
        ("배가 고파서 라면을 먹었다", "#라면", "#배"),
        ("kar yağdı ve annemi özledim", "#kar", ""),
        ("karımı aldattım, annem biliyor", "#anne", "#kar"),
        ("it's raining cats and dogs and my car broke down", "#car", "#cat"),
    ],
)
def test_a_word_is_taken_in_the_sense_that_its_neighbours_give(
    words: str, yes: str, no: str
) -> None:
    found = hashtags(words)
    assert yes in found
    assert no not in found


@pytest.mark.parametrize(
    ("words", "kept", "dropped"),
    [
        ("my dog is the best pet, a puppy still", "#dog", {"#pet", "#puppy", "#animal"}),
        ("I love my mom and mum loves me", "#mom", {"#mum", "#love"}),
        ("my family, my mother, my sister", "#mother", {"#family"}),
        ("friends, friend, friendship", "#friend", {"#friends", "#friendship"}),
        ("mi perro, mi perrito, mi mascota", "#perro", {"#perrito", "#mascota"}),
    ],
)
def test_two_words_for_one_thing_make_one_hashtag(words: str, kept: str, dropped: set[str]) -> None:
    found = hashtags(words)
    assert kept in found
    assert not dropped & set(found)


@pytest.mark.parametrize(
    "words",
    [
        "mam psa i kota, nikt o tym nie wie",
        "mijn oma is overleden en ik heb het niet gezegd",
        "ibu aku nggak tahu kalau aku punya kucing",
        "mera best dost mujhe office me mila tha",
        "мого кота звуть Шевченко, бо вуса",
        "گربه‌ی من از خانه رفت",
        "am mințit-o pe mama despre pisica mea",
    ],
)
def test_a_text_in_a_language_without_nouns_of_ours_gets_none_of_another(words: str) -> None:
    assert hashtags(words) == ()


def test_an_insult_that_names_an_animal_is_no_hashtag() -> None:
    assert "#cow" not in hashtags("I called her a fat cow in school")
    assert hashtags("on m'appelle singe dans la rue") == ("#rue",)


@given(st.text(max_size=300))
def test_no_hashtag_was_not_chosen_by_us_beforehand(words: str) -> None:
    found = hashtags(words)
    assert len(found) <= 3
    assert len(set(found)) == len(found)
    assert set(found) <= ALLOWED


@pytest.mark.parametrize(
    "words",
    [
        "Hope left me in Brighton",
        "my aunt Rose",
        "Rose, my aunt, hates my flowers",
        "Call me on +33 6 12 34 56 78 or at rain@school.example",
        "@night_owl you are a b1tch",
    ],
)
def test_names_and_contacts_do_not_become_hashtags(words: str) -> None:
    found = " ".join(hashtags(words)).casefold()
    assert not any(part in found for part in ("hope", "rose", "brighton", "33", "school", "owl"))


def test_people_are_told_by_what_they_are_though_written_with_a_capital() -> None:
    assert hashtags("and then Mom told the Baby that I lied") == ("#mom", "#baby")


def test_a_hashtag_is_one_that_telegram_links_whole() -> None:
    tags = hashtags("मेरी नौकरी चली गई, और मैं घर में अपनी बहन का खत पढ़ता हूँ")
    shown = plain_words(" ".join(tags))
    assert tuple(shown.part(entity) for entity in shown.entities) == tags
    assert tags == ("#घर", "#बहन", "#खत")  # of "#नौकरी" a tap would find "#न"


def test_every_language_but_hindi_can_use_all_its_nouns() -> None:
    for code in languages():
        tags = {noun.tag for meant in nouns(code).entries.values() for noun in meant if noun.tag}
        broken = {tag for tag in tags if not linked_whole(written_as_tag(tag))}
        assert not broken or code == "hi"


def test_every_noun_stands_under_a_subject_that_exists() -> None:
    assert {noun.section for noun in NOUNS} - {"none", "other"} <= set(THEMES)
    assert all(noun.tag is None for noun in NOUNS if noun.section == "none")


def test_words_that_say_nothing_clear_get_no_hashtag() -> None:
    assert hashtags("…") == ()
    assert hashtags("Well, so be it") == ()


def test_strangers_get_hashtags_that_a_reader_takes_and_none_of_another_language() -> None:
    """The whole bench, with room for a noun more or less."""
    ones = list(texts())
    tagged = [(one, tag) for one in ones for tag in hashtags(one.words)]
    accepted = sum(one.place(tag) is not None for one, tag in tagged)
    assert accepted >= 0.95 * len(tagged)
    assert sum(bool(hashtags(one.words)) for one in ones) >= 0.6 * len(ones)
    assert all(language_for_sure(one.words) == one.language for one, _ in tagged)
    assert not any(redundant(one, hashtags(one.words)) for one in ones)


def test_a_long_text_stays_cheap() -> None:
    """Twice the letters take about twice the time: four times would be a square."""

    def spent(words: str) -> float:
        started = time.thread_time()
        hashtags(words)
        return time.thread_time() - started

    words = "my mother's dog ate the cake in the kitchen and I lied about it. " * 60
    hashtags(words)
    once = min(spent(words) for _ in range(3))
    assert min(spent(words * 4) for _ in range(3)) < 10 * once

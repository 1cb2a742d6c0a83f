"""No fruit and no balloons beside what is sad, and other pictures that would hurt."""

import csv
from pathlib import Path

import pytest

from bot.cards.pictures import LIBRARY
from bot.domain.keywords import language_of
from bot.domain.picture_choice import suggest
from bot.domain.pictures import PictureInfo
from bot.domain.tact import CALM, ONLY_WHEN_SAID, is_festive, tact
from bot.domain.tones import tone_of
from bot.domain.whisper import PictureId

INFOS = {info.id: info for info in LIBRARY}
DATA = Path(__file__).parent / "data" / "tact.tsv"
SEEDS = [bytes([number]) * 12 for number in range(8)]


def shown(info: PictureInfo) -> frozenset[str]:
    return frozenset(info.themes[:2]) | ({"party"} if is_festive(info) else set())


def firsts(words: str, seeds: int = 40) -> list[PictureInfo]:
    walks = (suggest(words, LIBRARY, seed=bytes([number]) * 12) for number in range(seeds))
    return [INFOS[walk[0]] for walk in walks]


@pytest.mark.parametrize("places", [1, 3])
def test_of_two_hundred_texts_by_strangers_hardly_one_gets_a_picture_that_hurts(
    places: int,
) -> None:
    """As the first picture, or as one of the first three."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == 200
    hurt = [
        (names, row["text"])
        for row in rows
        for seed in SEEDS
        if (
            names := [
                INFOS[picture].name
                for picture in suggest(row["text"], LIBRARY, seed=seed)[:places]
                if shown(INFOS[picture]) & set(row["tactless"].split())
            ]
        )
    ]
    assert len(hurt) <= 0.01 * len(rows) * len(SEEDS), hurt


@pytest.mark.parametrize(
    "words",
    [
        "Nobody to eat with on my birthday.",
        "J'ai faim et le loyer n'est pas payé.",
        "At the party I hid in the bathroom.",
        "I was not happy at my own wedding.",
        "Je n'étais pas heureuse à ma fête.",
        "En mi cumpleaños nadie vino a la fiesta.",
        "На дне рождения я плакала одна.",
        "生日那天没有人来。",
        "मेरे जन्मदिन पर कोई नहीं आया।",
        "في عيد ميلادي بكيت وحدي.",
        "Auf der Party kannte ich niemanden.",
        "The orange was in the bowl.",
    ],
)
def test_sad_neutral_and_poor_words_never_get_fruit_balloons_or_party_lights(words: str) -> None:
    assert not any(is_festive(info) for info in firsts(words))


@pytest.mark.parametrize(
    "words",
    [
        "We danced at the party until the morning, I was so happy!",
        "On a fêté mon diplôme toute la nuit, j'étais si heureuse !",
        "¡Qué felices fuimos en la fiesta!",
    ],
)
def test_glad_words_may_have_a_party(words: str) -> None:
    assert tone_of(words, language_of(words)).glad
    assert any(is_festive(info) for info in firsts(words))


def test_a_not_turns_what_is_glad_and_a_heavy_word_outweighs_it() -> None:
    assert tone_of("I am so proud", "en").glad
    for words in ("I was never really happy", "I pretend to be happy", "proud, but so alone"):
        assert not tone_of(words, "en").glad, words


def test_who_harms_themselves_gets_nothing_that_tempts() -> None:
    for info in firsts("I starve myself and count calories by the sea. I want to die."):
        assert not {"food", "sea", "road"} & set(info.themes[:2]), info.name


@pytest.mark.parametrize(
    "words",
    [
        "I don’t want to live any more.",
        "The autumn leaves fall, the sun shines, and I don't want to live any more.",
        "I stood on the platform by the sea, so happy at our wedding party. I want to die.",
        "Je ne veux plus vivre.",
    ],
)
def test_words_that_ask_for_care_get_calm_pictures_however_many_were_shown(words: str) -> None:
    for seed in SEEDS:
        walk = suggest(words, LIBRARY, seed=seed, calm=True)
        first = [INFOS[picture].name for picture in walk[: len(CALM)]]
        assert set(first) == CALM
    assert {INFOS[picture] for picture in walk} == set(LIBRARY), "all can still be chosen"


def test_a_picture_of_ones_own_says_that_it_is_calm() -> None:
    mine = PictureInfo(PictureId(b"abcd"), "somebody's own", ("forest", "calm"))
    loud = PictureInfo(PictureId(b"abce"), "another", ("forest",))
    tone = tone_of("Mm.", "en")
    assert tact(mine, tone, calm=True) == 1
    assert tact(loud, tone, calm=True) < 0.001


def test_food_is_not_one_thing() -> None:
    def picture(*themes: str) -> PictureInfo:
        return PictureInfo(PictureId(b"abcd"), "somebody's own", themes)

    baking = tone_of("I bake a cake every Sunday", "en")
    hungry = tone_of("I was hungry and the fridge was empty", "en")
    cake, fridge = picture("food", "sweets"), picture("food", "hunger")
    assert tact(cake, baking) > tact(fridge, baking)
    assert tact(fridge, hungry) > tact(cake, hungry)


def test_words_without_a_clue_get_all_the_quiet_pictures_in_turn() -> None:
    seen = [info.name for info in firsts("Mm.", 200)]
    assert len(set(seen)) >= 20
    assert max(seen.count(name) for name in seen) <= 30


def test_a_weak_clue_counts_less_than_a_quiet_picture() -> None:
    for words in ("The neighbours iron the sheets.", "J'ai gardé le billet."):
        names = [info.name for info in firsts(words)]
        assert names.count("round-the-campfire") + names.count("seat-by-the-wing") < 8, words


def test_pills_are_for_who_names_them_and_not_for_who_wants_to_die() -> None:
    pills = PictureInfo(PictureId(b"pill"), "glass-and-pills", ("body", "loss"))
    ill, dying = tone_of("My chemo pills are blue", "en"), tone_of("I want to die", "en")
    assert tact(pills, ill, named=True) == 1
    assert tact(pills, ill) < 0.1
    assert tact(pills, dying, named=True) < 0.1
    assert all(info.name != "glass-and-pills" for info in firsts("Il y a deux brosses à dents."))


@pytest.mark.parametrize(
    "words",
    [
        "He left me in March.",
        "I hate my body.",
        "Elle m'a quitté.",
        "I lost my job.",
        "So fat, so tired.",
    ],
)
def test_no_grave_ward_or_pills_unless_the_words_name_them(words: str) -> None:
    assert not ONLY_WHEN_SAID & {info.name for info in firsts(words)}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("I talk to my father at the cemetery.", "stone-in-the-grass"),
        ("The nurse at the hospital held my hand.", "hospital-corridor"),
    ],
)
def test_who_names_a_grave_or_a_ward_may_see_it(words: str, name: str) -> None:
    assert name in {info.name for info in firsts(words)}


def test_words_to_a_cat_get_no_dogs_lead() -> None:
    def among_the_first(words: str) -> set[str]:
        walks = (suggest(words, LIBRARY, seed=seed) for seed in SEEDS)
        return {INFOS[each].name for walk in walks for each in walk[:6]}

    to_the_cat = "I practise saying “I love you” to the cat, so that one day I can say it."
    assert "lead-on-the-hook" not in among_the_first(to_the_cat)
    assert "lead-on-the-hook" in among_the_first("I still buy food for the dog that died.")

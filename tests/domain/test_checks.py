import pytest

from bot.domain.checks import inspect


def families(words: str) -> set[str]:
    return {finding.family for finding in inspect(words)}


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("I slept with Sarah Miller from work", "Sarah"),
        ("my neighbour emily can't sing", "emily"),
        ("To the girl from class 10B: sorry", "class 10B"),
        ("The baker in Wenham puts his thumb on the scale", "baker in Wenham"),
        ("M. Lefebvre pleure dans sa voiture", "M. Lefebvre"),
        ("J'ai rayé la Clio AB-123-CD", "AB-123-CD"),
        ("der Audi mit Kennzeichen M-AB 1234", "Kennzeichen M-AB 1234"),
        ("el coche con matrícula 1234 BCD", "matrícula 1234 BCD"),
        ("the truck with plate 7ABC123", "plate 7ABC123"),
        ("K.L. de Limoges, je t'aime", "K.L. de"),
        ("une fille qui s'appelle Inès", "Inès"),
        ("اسمها فاطمة وهي لا تعلم", "فاطمة"),
        ("我喜欢小明", "小明"),
        ("我恨王老师", "王老师"),
        ("田中さんが好きです", "田中さん"),
        ("민준이는 거짓말쟁이", "민준이는"),
        ("मेरा दोस्त राजेश झूठा है", "राजेश"),
        ("Я влюблена в Олега из бухгалтерии", "Олега"),
        ("Mein Freund Klaus lügt", "Klaus"),
        ("my cousin Zebedoy lies", "Zebedoy"),
    ],
)
def test_a_person_somebody_could_recognise_goes_to_human_eyes(words: str, marked: str) -> None:
    (finding,) = [finding for finding in inspect(words) if finding.family == "person"]
    assert finding.severity == "queue"
    assert marked in {words[start:end] for start, end in finding.spans}


@pytest.mark.parametrize(
    "words",
    [
        "Harry Potter raised me more than my parents did.",
        "My cat is called Oscar",
        "In May I told my mother everything.",
        "Molière m'ennuie",
        "I moved to Paris for a man",
        "my mother cries at night",
        "お母さんが嫌い",
        "我的老板很坏",
        "أنا سعيد جدا",
        "Der Ernst des Lebens",
        "Вера в себя",
        "I prayed to Saint Rita",
    ],
)
def test_film_stars_pets_and_months_are_nobody_we_guard(words: str) -> None:
    assert "person" not in families(words)


def test_a_threat_waits_for_people_and_an_idiom_does_not() -> None:
    assert "threat" in families("I'm going to k1ll him tonight")
    assert "threat" in families("Je vais le tuer ce soir")
    assert "threat" not in families("My coach is going to kill us tomorrow")
    assert "threat" not in families("My husband hits me")


def test_desire_for_a_child_is_never_published() -> None:
    (finding,) = inspect("I'm 34 and attracted to my 13 year old student.")
    assert (finding.family, finding.severity) == ("minor", "never")


@pytest.mark.parametrize(
    "words",
    [
        "My uncle touched me when I was nine",
        "Mon cousin m'a violée quand j'avais treize ans",
    ],
)
def test_a_survivor_is_heard_by_people_and_never_silenced(words: str) -> None:
    (finding,) = [finding for finding in inspect(words) if finding.family == "minor"]
    assert finding.severity == "queue"


def test_a_slur_orders_the_queue_and_coming_out_is_no_slur() -> None:
    (finding,) = inspect("these retards can't park")
    assert (finding.family, finding.severity) == ("slur", "notice")
    assert inspect("I'm gay and my parents would disown me.") == ()


def test_contacts_and_spam_wait_for_people() -> None:
    assert families("FREE crypto signals, join our channel, call +33 6 12 34 56 78") == {
        "spam",
        "contact",
    }


def test_the_gravest_comes_first() -> None:
    found = inspect("I'm a pedophile and these retards, Sarah too")
    assert [finding.severity for finding in found] == ["never", "queue", "notice"]


@pytest.mark.parametrize("words", ["", " ", "😭😭", "…", "a" * 4000, "k i " * 500, "'" * 500])
def test_odd_words_find_nothing_and_take_no_time(words: str) -> None:
    assert inspect(words) == ()


@pytest.mark.parametrize(
    "words",
    ["i kissed tyler at the bus stop", "madison copies my homework", "jai embrassé mathis",
     "me gusta diego", "leonie weiß nichts", "i was at ethans", "jcrois que jaime enzo",
     "the ugly girl in the front row of bio 101", "The vicar in Penwick gambles"],
)  # fmt: skip
def test_names_in_small_letters_and_faces_in_a_class_point(words: str) -> None:
    assert "person" in families(words)


@pytest.mark.parametrize(
    "words",
    ["i read jane eyre three times", "A taxi driver in London told me to follow my dream",
     "will you hope for grace in may", "il s'est marié avec ma copine", "j'ai pété en réunion",
     "cuma satu hari di rumah", "we moved to charlotte last june"],
)  # fmt: skip
def test_books_big_cities_and_words_are_nobody(words: str) -> None:
    assert "person" not in families(words)


def test_the_plural_of_a_name_is_no_name() -> None:
    assert "person" not in families("les marches du lycée sont froides")

"""Contacts that somebody hides on purpose, and innocents that look like them."""

import time

import pytest

from bench.contacts import look, read
from bot.domain.contacts import HIDDEN, find_contacts
from bot.domain.tagged import hide
from bot.domain.words import clean

DISGUISED = [
    ("call six-one-two 34 five six 78 ok", "call {} ok"),
    ("write to\n07700\n900\n142\nplease", "write to\n{}\nplease"),
    ("ring 06|39|98|22|61", "ring {}"),
    ("ring 415 • 555 • 0132", "ring {}"),
    ("ring +44, 7700, 900, 555", "ring {}"),
    ("so 0️⃣6️⃣3️⃣9️⃣9️⃣8️⃣1️⃣0️⃣4️⃣5️⃣ yes", "so {} yes"),
    ("text O77OO 9OO 318", "text {}"),
    ("seis cero cero cero cero cero ocho cuatro uno", "{}"),
    ("null eins sieben eins 392 null null 5 zwei", "{}"),
    ("восемь девятьсот ноль ноль ноль сорок пять ноль семь", "{}"),
    ("her insta is lea.mrtn", "her insta is {}"),
    ("on Telegram I'm nightowl_perrin", "on Telegram I'm {}"),
    ("snap lilyrosee", "snap {}"),
    ("👻 peachy_tamsin9", "👻 {}"),
    ("my handle is night-rest-02", "my handle is {}"),
    ("add grimtoast77 on discord", "add {} on discord"),
    ("disc zephyrkid#4471", "disc {}"),
    ("hollybramble84 at gmail", "{}"),
    ("camille point derval arobase gmail point com", "{}"),
    ("FR14 2004 1010 0505\n0001 3M02 606\nmerci", "{}\nmerci"),
    ("4111 1111\n1111 1111", "{}"),
    ("party at 51.48210, -0.19347", "party at {}"),
    ("eth 0x0372555fd235f11829fb388c22e44cb637f01210", "eth {}"),
    ("k a t i e underscore v o s s 9 1", "{}"),
    ("easycashnell . xyz", "{}"),
]

INNOCENT = [
    "I went to the dentist @ 5pm",
    "the guy @ the gym, the party @ ours",
    "we won 3-1, 2-0 and 4-2, then 6-4 7-5 6-3",
    "I know 3.14159265358979 by heart",
    "woke up at 3.15 am again",
    "10 9 8 7 6 5 4 3 2 1 happy new year",
    "five four three two one",
    "eins zwei drei vier fünf sechs sieben",
    "his numbers 07 13 22 31 40 49 came up",
    "Die 0800 1110111 ist die Telefonseelsorge",
    "my grades: 12, 14, 9, 17, 15, 11",
    "at 10:30, 11:45 and 12:15",
    "ISBN 978-3-16-148410-0",
    "I pay 3,50 4,20 5,00",
    "in 2019 I was 23, in 2020 I was 24",
    "my snap streak of 412 days is dead",
    "on insta everyone's happy, I deleted Instagram",
    "we met on Discord playing Minecraft",
]


@pytest.mark.parametrize(("words", "hidden"), DISGUISED)
def test_a_contact_in_disguise_is_found_and_hidden_whole(words: str, hidden: str) -> None:
    shown = clean(words)
    assert hide(shown, find_contacts(shown)) == hidden.replace("{}", HIDDEN)


@pytest.mark.parametrize("words", INNOCENT)
def test_what_only_looks_like_one_alarms_nobody(words: str) -> None:
    assert find_contacts(words) == ()


def test_of_a_hostile_set_nearly_all_are_hidden_whole() -> None:
    """The part of the set that the patterns were mended with; the other gives the figure."""
    seen = [look(line) for line in read("hostile", "tuning")]
    assert len(seen) >= 180
    assert sum(each.found for each in seen) / len(seen) >= 0.98
    assert sum(each.found and not each.left for each in seen) / len(seen) >= 0.98


def test_of_an_innocent_set_hardly_one_alarms() -> None:
    lines = list(read("innocent", "tuning"))
    assert len(lines) >= 280
    alarms = [line for line in lines if find_contacts(clean(line.words))]
    assert len(alarms) / len(lines) <= 0.01


@pytest.mark.parametrize(
    "piece", ["1 ", "a.", "a.ai ", "insta ", "one ", "O", "@a ", "A1", "Aa, ", "a dot ", "1️⃣", "- "]
)
def test_no_text_takes_long_to_search(piece: str) -> None:
    text = (piece * 400)[:400]
    find_contacts(text)  # lists are read once
    start = time.process_time()
    find_contacts(text)
    assert time.process_time() - start < 1.0

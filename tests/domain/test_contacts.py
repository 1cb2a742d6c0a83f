import pytest

from bot.domain.contacts import HIDDEN, find_contacts
from bot.domain.tagged import hide
from bot.domain.words import clean

FOUND = [
    ("appelle-moi au 06 12 34 56 78 ce soir", "phone", "06 12 34 56 78"),
    ("it was +44 20 7946 0958, I think", "phone", "+44 20 7946 0958"),
    ("call me 555-0134", "phone", "555-0134"),
    ("(415) 555-2671 is hers", "phone", "(415) 555-2671"),
    ("٠٦١٢٣٤٥٦٧٨", "phone", "٠٦١٢٣٤٥٦٧٨"),
    ("０６１２３４５６７８ ok", "phone", "０６１２３４５６７８"),
    ("zéro six douze trente-quatre cinquante-six soixante-dix-huit, voilà", "phone",
     "zéro six douze trente-quatre cinquante-six soixante-dix-huit"),
    ("jo.do+x@example.co.uk", "email", "jo.do+x@example.co.uk"),
    ("jo [at] gmail [dot] com please", "email", "jo [at] gmail [dot] com"),
    ("écris à lea arobase free point fr", "email", "lea arobase free point fr"),
    ("thanks @lea_m for all", "username", "@lea_m"),
    ("mon insta: lea.mrtn", "username", "lea.mrtn"),
    ("add me on snap lea_mrtn99 ok", "username", "lea_mrtn99"),
    ("pay FR76 3000 6000 0112 3456 7890 189 merci", "iban", "FR76 3000 6000 0112 3456 7890 189"),
    ("gb82west12345698765432", "iban", "gb82west12345698765432"),
    ("4111 1111 1111 1111", "card", "4111 1111 1111 1111"),
    ("go to example dot com", "link", "example dot com"),
    ("https://example.org/x", "link", "https://example.org/x"),
]  # fmt: skip

NOT_FOUND = [
    "Né le 12.05.1998, marié le 24/12/2023",
    "entre 1999-2005 et 2019 2020 2021",
    "j'ai perdu 10 000 000 euros, 1 250 000 people saw it",
    "order 3 1 4 1 5 9 2 6",
    "I met him at noon and we were late",
    "Instagram is my whole life, Telegram too",
    "One, two, three, four: I counted them all",
    "FR76 3000 6000 0112 3456 7890 188",  # the check digits are wrong, and groups of 4 no phone
    "he is 34, I am 19, it was 3:45 at night",
    "a 50@ b",
]


@pytest.mark.parametrize(("words", "kind", "text"), FOUND)
def test_a_contact_is_found_where_it_stands(words: str, kind: str, text: str) -> None:
    (contact,) = find_contacts(words)
    assert (contact.kind, contact.text) == (kind, text)
    assert words[contact.start : contact.end] == text


@pytest.mark.parametrize("words", [words for words, _, _ in FOUND])
def test_cleaning_does_not_hide_a_contact_from_us(words: str) -> None:
    assert find_contacts(clean(words)) or "http" in words


@pytest.mark.parametrize("words", NOT_FOUND)
def test_dates_amounts_and_prose_are_no_contacts(words: str) -> None:
    assert find_contacts(words) == ()


def test_a_local_number_is_found_when_the_region_is_known() -> None:
    assert find_contacts("4412 3456 then") == ()
    assert [c.kind for c in find_contacts("4412 3456 then", region="DK")] == ["phone"]


def test_hiding_paints_over_every_contact_and_nothing_else() -> None:
    words = "Lea: 06 12 34 56 78 or lea@example.org, @lea_m. Thanks"
    hidden = hide(words, find_contacts(words))
    assert hidden == f"Lea: {HIDDEN} or {HIDDEN}, {HIDDEN}. Thanks"
    assert find_contacts(hidden) == ()

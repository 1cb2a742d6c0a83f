"""Names of sites are cut; a missing space behind a full stop eats no words."""

import pytest

from bot.domain.dictionary import is_word, languages_of
from bot.domain.tlds import is_tld
from bot.domain.words import WordsRefused, accept, clean

SITES = [
    ("go to evilbot.t.me now", "go to now"),
    ("join t.me please", "join please"),
    ("see t.me/x and t.me?x=1 ok", "see and ok"),
    ("my.telegram.org, telegram.dog and telegram.me", ", and"),
    ("go to evil.ai", "go to"),
    ("buy at buyhere.de now", "buy at now"),
    ("allez sur buyhere.de pour acheter", "allez sur pour acheter"),
    ("visit evil.bet and win", "visit and win"),
    ("I won at evil.bet.", "I won at."),
    ("GO TO EVIL.BET NOW", "GO TO NOW"),
    ("Go to Evil.Bet now", "Go to now"),
    ("зайди на пример.москва сейчас", "зайди на сейчас"),
    ("он на сайт.рф", "он на"),
    ("see xn--e1afmkfd.xn--80adxhks ok", "see ok"),
    ("去 买药.公司 看", "去 看"),
    ("at evil.世界 now", "at now"),
    ("it is 777.bet today", "it is today"),
    ("1xbet.de is all I think of", "is all I think of"),
    ("look at myshop.it it is great", "look at it is great"),
    ("follow lea.me", "follow"),
    ("on evil.ai:8080 or evil.ai?x=1", "on or"),
    ("a.b.c.evil.ai", ""),
    ("bit.ly, goo.gl and kuikn.je", ", and"),
    ("evil.ai's best", "'s best"),
    ("evil．ai ok", "ok"),
]

PROSE = [
    "I went home.He left",
    "home.It was late",
    "I was done.my mom came",
    "it was over.In the end",
    "he left.she cried and cried",
    "home.Love is hard",
    "I am 17.so what",
    "I can't.so what now",
    "ok.no",
    "Paris.It was cold",
    "he would never.No",
    "at 3.am I cried",
    "at 3.15 am",
    "it cost 3.50, v2.0",
    "J.Ford was my teacher, Mr.Kim too",
    "the U.S.A is big, R.I.P. grandpa",
    "P.S.I love you",
    "smith et.al said",
    "j'ai fini.il est parti",
    "j'étais seule.je pleure encore",
    "grand-mère.de toute façon",
    "ich war müde.es war spät",
    "sono stanco.ma ti amo",
    "estoy cansada.no puedo más",
    "estou cansada.eu fui embora",
    "ik was moe.er was niets",
    "jestem zmęczona.to koniec wszystkiego",
    "я ушла.дети спали",
    "我走了.我爱你",
    "我想回家。我爱你",
    "나는 갔다.한국 사람",
    "z.B. das, d.h. dies",
    "write to jo@example.com",
]


@pytest.mark.parametrize(("words", "left"), SITES)
def test_a_name_under_any_top_level_domain_is_cut(words: str, left: str) -> None:
    assert clean(words) == left


@pytest.mark.parametrize("words", PROSE)
def test_a_missing_space_behind_a_full_stop_eats_no_words(words: str) -> None:
    assert clean(words) == words


@pytest.mark.parametrize("words", ["evilbot.t.me", "evil.bet", "пример.москва", "t.me"])
def test_a_name_alone_is_no_confession(words: str) -> None:
    assert accept(words) == WordsRefused("only_links", 0, 400)


def test_the_list_of_top_level_domains_ships_with_the_bot() -> None:
    known = ("com", "BET", "ai", "ck", "москва", "xn--80adxhks", "भारत", "みんな")
    assert all(map(is_tld, known))
    assert not any(map(is_tld, ("home", "he", "localhost", "c", "мо", "")))


def test_words_are_looked_up_as_people_type_them() -> None:
    assert is_word("Façon", ("fr",))
    assert is_word("facon", ("fr",))
    assert not is_word("buyhere", ("en", "fr", "de"))


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("I went home and cried", "en"),
        ("je pars de toute façon", "fr"),
        ("ich bin nach hause gegangen", "de"),
        ("jestem bardzo zmęczona i nie wiem co robić", "pl"),
        ("я ушла домой и плакала", "ru"),
        ("", "en"),
    ],
)
def test_the_small_words_tell_the_language(words: str, language: str) -> None:
    assert languages_of(words)[0] == language

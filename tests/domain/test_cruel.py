"""Cruelty to somebody, told apart from despair, from what was suffered and what is regretted."""

import pytest

from bot.domain.checks import cruel, inspect, read
from bot.domain.checks.care import Care
from bot.domain.checks.spelling import spelt


def severity(words: str) -> str | None:
    return next((f.severity for f in inspect(words) if f.family == "cruel"), None)


@pytest.mark.parametrize(
    "words",
    ["Kill yourself, we all hate you", "kys", "just go die already sam", "va te suicider",
     "suicide-toi", "tue toi personne va pleurer", "Crève sale pute", "suicídate ya",
     "bring dich doch um", "se mata logo", "ammazzati stronzo", "иди убейся", "сдохни уже",
     "روح انتحر وريحنا", "jake mar", "去死吧", "死ね", "나가 죽어", "kendini öldür", "برو بمیر",
     "bunuh diri aja sana", "zabij się", "вбий себе", "pleeg zelfmoord", "sinucide-te",
     "mày chết đi", "o'zingni o'ldir", "ራስህን ግደል"],
)  # fmt: skip
def test_telling_somebody_to_die_is_cruel_and_brings_no_helpline(words: str) -> None:
    assert severity(words) == "guarded"
    assert read(words).care is Care.NONE


@pytest.mark.parametrize(
    "words",
    ["everybody hates you, Emma. pass it on", "post her nudes", "qui a ses nudes, faites tourner",
     "nobody talk to the new girl until she cries"],
)  # fmt: skip
def test_calls_to_join_in_wait_for_people(words: str) -> None:
    assert severity(words) == "queue"


@pytest.mark.parametrize(
    "words",
    ["they told me to kill myself and the teacher laughed", "he said “kill yourself” to me again",
     "i told a boy to kill himself in year 8 and i still feel sick", "please don’t kill yourself",
     "300 messages cette nuit “va te suicider”", "I am gay and my parents would disown me",
     "I bullied a girl in sixth grade. I am so sorry."],
)  # fmt: skip
def test_who_was_told_so_and_who_regrets_it_is_not_cruel(words: str) -> None:
    assert severity(words) is None


def test_who_is_cruel_and_wants_to_die_is_still_heard() -> None:
    assert read("kill yourself dad. and me i want to die too").care is Care.CONCERN


def test_a_finding_points_at_the_words_that_hurt() -> None:
    words = "Listen, Mia:   go  kill yourself."
    (finding,) = [each for each in inspect(words) if each.family == "cruel"]
    assert "kill yourself" in {words[start:end] for start, end in finding.spans}


@pytest.mark.parametrize(
    "words",
    ["you should of died instead of your brother", "hey freckles in 8c just end it",
     "t'aurais dû y rester à l'hôpital", "the class voted and wants you dead, hang urself"],
)  # fmt: skip
def test_whoever_is_spoken_to_and_not_of_oneself_gets_no_helpline(words: str) -> None:
    assert read(words).care is Care.NONE


@pytest.mark.parametrize(
    "words",
    ["to kill yourself is never the answer", "don't kill yourself, please",
     "thinking about killing yourself is lonely",
     "killing yourself slowly with work is normal here",
     "if you want to kill yourself, call somebody", "how could you kill yourself and leave me here",
     "it's not worth killing yourself over a grade", "some days you want to kill yourself"],
)  # fmt: skip
def test_what_is_no_order_is_no_incitement(words: str) -> None:
    assert "cruel" not in {finding.family for finding in inspect(words)}


@pytest.mark.parametrize(
    "words",
    ["kill yourself", "go kill yourself marie", "you need to kill yourself", "just kill yourself",
     "i want you to kill yourself", "nobody wants you here, kill yourself",
     "why dont you kill yourself", "do us a favor and kill yourself", "time to kill yourself"],
)  # fmt: skip
def test_an_order_is_one_however_it_is_put(words: str) -> None:
    assert "cruel" in {finding.family for finding in inspect(words)}


@pytest.mark.parametrize(
    "words",
    ["next time cut deeper", "ur useless u shouldve died", "la prochaine fois coupe plus profond",
     "même te tuer tu sais pas faire", "nächstes mal schneid tiefer", "vai se enforcar gordo",
     "non sei buono neanche ad ammazzarti", "даже убиться нормально не можешь",
     "ni para matarte sirves", "حتى الانتحار ما بتعرف تعمله"],
)  # fmt: skip
def test_wishing_somebody_a_better_attempt_is_cruel(words: str) -> None:
    assert severity(words) == "guarded"
    assert read(words).care is Care.NONE


@pytest.mark.parametrize(
    "words",
    ["the girl in row two looks like a pig and smells like wet dog",
     "elle a une tête de cheval et tout le bureau se moque d'elle",
     "tiene cara de sapo y todos se ríen de ella", "die dicke aus der 9c stinkt nach schweiß",
     "ela tem cara de porco e todo mundo ri dela", "ha la faccia da topo, tutti ridono di lei",
     "она воняет помойкой, весь класс ржёт", "ريحتها تقرف والكل يضحك عليها"],
)  # fmt: skip
def test_mocking_somebody_waits_for_people(words: str) -> None:
    assert severity(words) == "queue"


@pytest.mark.parametrize(
    "words",
    ["i was the fat kid in school and now i run marathons", "my dog smells like wet dog",
     "I look like a walrus in this wetsuit", "jsuis la grosse du hand et fière",
     "we barked at the fat kid. i am so sorry", "une tête de cheval, pardon de l'avoir dit d'elle",
     "everyone send nice things to amira, pass it on"],
)  # fmt: skip
def test_who_speaks_of_themselves_regrets_it_or_does_good_mocks_nobody(words: str) -> None:
    assert severity(words) is None


def test_the_lists_take_what_happens_in_a_film_for_no_order() -> None:
    """The ear does, and sends it to people: it has read too few such sentences."""
    assert cruel.find(spelt("elle saute du toit dans le film")).spans == ()


@pytest.mark.parametrize(
    "words",
    ["from monday nobody talks to him", "comment the worst thing you know about her",
     "tlm la signale ce soir", "celle qui la fait chialer gagne", "que nadie se siente con ella",
     "hab ihre nacktbilder wer will", "quem fizer ela chorar ganha pizza",
     "chi la fa piangere vince", "кто первый доведёт её до слёз", "خلوها تبكي"],
)  # fmt: skip
def test_setting_people_on_somebody_waits_for_people(words: str) -> None:
    assert severity(words) == "queue"


def test_what_hurts_is_pointed_at_where_it_was_written_in_chat_spelling() -> None:
    words = "lol ur useless u shouldve died ok"
    (finding,) = [each for each in inspect(words) if each.family == "cruel"]
    assert "u shouldve died" in {words[start:end] for start, end in finding.spans}


@pytest.mark.parametrize(
    "words",
    ["do the world a favour and dont wake up tomorrow", "the bridge is waiting for you devon",
     "give back the oxygen you use", "la fenêtre t'attend lucas",
     "rends nous l'air que tu respires",
     "hazle un favor al mundo y no despiertes mañana", "faz um favor pra todo mundo e some",
     "die brücke wartet auf dich lena", "fai un favore al mondo e non svegliarti",
     "сделай миру одолжение и не просыпайся", "اعمل معروف للعالم وما تصحى بكرة"],
)  # fmt: skip
def test_roundabout_incitement_waits_for_people(words: str) -> None:
    assert severity(words) in ("queue", "guarded")
    assert read(words).care is Care.NONE


@pytest.mark.parametrize(
    "words",
    ["the bridge is waiting for repairs", "he said the river is waiting for me",
     "do me a favour and water the plants", "don't play in traffic, kids",
     "fais un cadeau à ta mère, rappelle la"],
)  # fmt: skip
def test_favours_and_bridges_of_every_day_are_no_incitement(words: str) -> None:
    assert cruel.find(spelt(words)).spans == ()

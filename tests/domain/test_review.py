"""How many it takes, who is looked at first, and names that say nothing."""

import random

import pytest

from bot.domain.review import Queue, Verdict, needed, new_name, queue_of


@pytest.mark.parametrize(
    ("verdict", "queue", "takes"),
    [
        (Verdict.APPROVE, Queue.OTHERS, 1),
        (Verdict.HOLD, Queue.PERSON, 1),
        (Verdict.REJECT, Queue.PERSON, 1),
        (Verdict.BAN, Queue.OTHERS, 3),
        (Verdict.APPROVE, Queue.CARE, 3),
        (Verdict.REJECT, Queue.CARE, 3),
        (Verdict.HOLD, Queue.CARE, 1),
        (Verdict.REJECT, Queue.CRUEL, 1),
    ],
)
def test_bans_and_people_in_need_take_more_than_one_voice(verdict, queue, takes):
    assert needed(verdict, queue, 3) == takes


def test_who_is_not_well_comes_before_who_could_be_recognised():
    assert queue_of(("person", "spam"), care=True) is Queue.CARE
    assert queue_of(("person", "spam"), care=False) is Queue.PERSON
    assert queue_of(("spam",), care=False) is Queue.OTHERS


def test_who_is_cruel_comes_before_who_could_be_recognised_and_after_who_is_not_well():
    assert queue_of(("cruel", "person"), care=False) is Queue.CRUEL
    assert queue_of(("cruel",), care=True) is Queue.CARE
    assert list(Queue)[:3] == [Queue.CARE, Queue.CRUEL, Queue.PERSON]


def test_no_two_cards_have_the_same_name():
    rng = random.Random(7)
    taken: set[str] = set()
    for _ in range(2_000):
        taken.add(new_name(rng, taken))
    assert len(taken) == 2_000
    assert all(len(name) == 4 and "O" not in name and "0" not in name for name in taken)

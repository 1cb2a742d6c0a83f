"""A sweep is over when all that had come at its beginning is handled and confirmed."""

from bot.botapi.sweeps import Sweeps
from bot.botapi.window import Ticket

OLD, NEW, LATE = Ticket(5, 0), Ticket(6, 0), Ticket(7, 0)


def polled(sweeps: Sweeps, *in_hand: Ticket, asked: int, end: int, emptied: bool = True) -> int:
    sweeps.look(in_hand, asked=asked, end=end, emptied=emptied)
    return sweeps.over


def test_what_was_handled_behind_an_older_update_is_not_confirmed_yet() -> None:
    sweeps = Sweeps()
    assert polled(sweeps, OLD, NEW, asked=5, end=7) == 0
    for _ in range(5):  # the newer one has been handled; the offset waits for the older one
        assert polled(sweeps, OLD, asked=5, end=7) == 0
    assert polled(sweeps, asked=5, end=7) == 0  # handled now; this answer has not confirmed it
    assert polled(sweeps, asked=7, end=7) == 1


def test_what_comes_meanwhile_holds_up_the_next_one_only() -> None:
    sweeps = Sweeps()
    polled(sweeps, OLD, asked=5, end=6)
    polled(sweeps, LATE, asked=6, end=8)
    assert sweeps.over == 1
    assert polled(sweeps, LATE, asked=7, end=8) == 1
    assert polled(sweeps, asked=8, end=8) == 2


def test_none_begins_while_more_waits_at_telegram() -> None:
    sweeps = Sweeps()
    polled(sweeps, OLD, asked=5, end=6, emptied=False)
    assert polled(sweeps, asked=6, end=6, emptied=False) == 0
    polled(sweeps, asked=6, end=6)
    assert polled(sweeps, asked=6, end=6) == 1


def test_ids_that_begin_anew_keep_none_waiting_for_ever() -> None:
    sweeps = Sweeps()
    polled(sweeps, OLD, asked=900, end=950)
    sweeps.begin_anew()
    polled(sweeps, NEW, asked=900, end=8)
    assert polled(sweeps, asked=8, end=8) == 1


def test_where_a_webhook_brings_updates_each_is_confirmed_by_itself() -> None:
    sweeps = Sweeps()
    for in_hand in ((OLD, NEW), (OLD,), (OLD,), ()):
        sweeps.look(in_hand, asked=None, end=None, emptied=True)
    assert sweeps.over == 1

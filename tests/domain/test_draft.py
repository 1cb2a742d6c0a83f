import base64
import random
import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import (
    Contacts,
    DraftState,
    Verb,
    check_of,
    decode,
    encode,
    handle_hash,
    new_handle,
)
from bot.domain.whisper import Look, PictureId

states = st.builds(
    DraftState,
    handle=st.binary(min_size=12, max_size=12),
    check=st.binary(min_size=4, max_size=4),
    look=st.builds(
        Look,
        picture=st.binary(min_size=4, max_size=4).map(PictureId),
        style=st.integers(0, 255),
    ),
    contacts=st.sampled_from(Contacts),
    heavy=st.booleans(),
)
BASE64URL = string.ascii_letters + string.digits + "-_"


@given(st.sampled_from(Verb), states)
def test_a_button_carries_the_whole_state_in_less_than_64_bytes(
    verb: Verb, state: DraftState
) -> None:
    data = encode(verb, state)
    assert len(data.encode()) == 31
    assert decode(data) == (verb, state)


@given(st.sampled_from(Verb), states, st.integers(1, 255), st.integers(1, 2**32 - 1))
def test_a_button_carries_the_channel_and_the_place_too(
    verb: Verb, state: DraftState, channel: int, place: int
) -> None:
    state = replace(state, channel=channel, place=place)
    data = encode(verb, state)
    assert len(data.encode()) == 37
    assert decode(data) == (verb, state)


@given(
    st.sampled_from(Verb),
    states,
    st.integers(1, 255),
    st.integers(0, 2**32 - 1),
    st.integers(1, 2**31 - 1),
    st.booleans(),
)
def test_a_button_carries_the_question_that_is_answered_or_not(
    verb: Verb, state: DraftState, channel: int, place: int, campaign: int, apart: bool
) -> None:
    state = replace(state, channel=channel, place=place, campaign=campaign, apart=apart)
    data = encode(verb, state)
    assert len(data.encode()) == 43
    assert decode(data) == (verb, state)
    assert state.answers == (None if apart else campaign)


@given(st.text(alphabet=BASE64URL, min_size=43, max_size=43))
def test_an_invented_question_is_refused_or_is_what_we_would_have_written(data: str) -> None:
    read = decode(data)
    if read is not None:
        assert encode(*read) == data


@given(st.text(alphabet=BASE64URL, min_size=37, max_size=37))
def test_an_invented_place_is_refused_or_is_exactly_what_we_would_have_written(data: str) -> None:
    read = decode(data)
    if read is not None:
        assert encode(*read) == data


@given(st.text(max_size=70) | st.text(alphabet=BASE64URL, min_size=31, max_size=31))
def test_invented_data_is_refused_or_is_exactly_what_we_would_have_written(data: str) -> None:
    read = decode(data)
    if read is not None:
        assert encode(*read) == data


@given(st.sampled_from(Verb), states, st.integers(0, 30), st.characters())
def test_two_texts_never_mean_the_same_state(
    verb: Verb, state: DraftState, place: int, letter: str
) -> None:
    data = encode(verb, state)
    changed = data[:place] + letter + data[place + 1 :]
    if changed != data:
        assert decode(changed) != (verb, state)


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        "p",
        "p" + "A" * 29,
        "p" + "A" * 31,
        "!" + "A" * 30,
        "p" + "A" * 29 + "B",  # the unused bits of the last letter are set
        "p" + "+/" * 15,
        "p" + "=" * 30,
        "p" + "é" * 30,
        "p" + "A" * 29 + "\n",
    ],
)
def test_garbled_data_is_refused(data: str | None) -> None:
    assert decode(data) is None


@pytest.mark.parametrize("flags", [0b011, 0b111, 0b1000, 0x80, 0xFF])
def test_flags_that_no_button_of_ours_has_are_refused(flags: int) -> None:
    packed = bytes(21) + bytes((flags,))
    assert decode("p" + base64.urlsafe_b64encode(packed).decode().rstrip("=")) is None


def test_a_state_of_the_wrong_size_cannot_become_a_button() -> None:
    look = Look(PictureId(b"abcd"), 1)
    with pytest.raises(ValueError, match="not a draft state"):
        encode(Verb.SHOW, DraftState(b"short", b"abcd", look))
    with pytest.raises(ValueError, match="not a draft state"):
        encode(Verb.SHOW, DraftState(bytes(12), b"abcd", Look(look.picture, 256)))


@given(st.text(), st.text())
def test_the_check_changes_when_the_words_change(before: str, after: str) -> None:
    assert (check_of(before, False) == check_of(after, False)) == (before == after)


def test_the_check_sees_a_photo_come_go_and_change() -> None:
    seen = {
        check_of("same words", False),
        check_of("same words", True),
        check_of("same words", True, "first"),
        check_of("same words", True, "second"),
    }
    assert len(seen) == 4


def test_the_check_takes_words_that_are_no_valid_unicode() -> None:
    assert len(check_of("\ud800", False)) == 4


def test_the_stored_hash_shows_nothing_of_the_handle() -> None:
    handle = new_handle(random.Random(1))
    assert len(handle) == 12
    assert len(handle_hash(handle)) == 32
    assert handle not in handle_hash(handle)
    assert handle_hash(handle) != handle_hash(new_handle(random.Random(2)))

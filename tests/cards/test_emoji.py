"""Emoji stand out in every style, whatever the picture; ``bench/emoji.py`` measures all of them."""

import functools

import pytest
from PIL import Image

from bot.cards import PIXELS, STYLES, Style
from bot.cards.draw.background import Plate, make
from bot.cards.draw.colour import WHITE
from bot.cards.draw.legibility import measure_emoji
from bot.cards.styles import CLASSIC, CONTRAST, NOTE, QUIET
from bot.cards.text import emoji
from bot.cards.text.setting import dressed

DARK = "🖤 ✔️ ✖️ ➕ ➖ 🕷️ ™️ ♟️ 💲 ©️ 🔙 ♠️ ⚫ ⬛ 🐜 🕶️ 👣 🐾 🎩 🎱 📞 🦇 ➰ 〰️"
LIGHT = "🤍 ⚪ ☁️ 👻 💀 🙂 💛 🕊️ 🥚 ❔"
OTHERS = "❤️ 💔 ❗ ♥️ 💯 💙 💜 🩶 🌹 👩🏿 🏴 🇫🇷 1️⃣ 🎂 🌊 👨‍👩‍👧 ♾️ ☮️"
GROUNDS = {"white": (255, 255, 255), "black": (0, 0, 0), "grass": (96, 168, 60)}


@functools.cache
def plate(ground: str) -> Plate:
    return make(Image.new("RGB", (64, 64), GROUNDS[ground]), PIXELS["story"])


def sampled() -> str:
    """One of 130, each time the same."""
    chosen = sorted(emoji.names())[::130]
    signs = ("".join(chr(int(code, 16)) for code in name.split("-")) for name in chosen)
    return " ".join(sign if len(sign) > 1 else sign + "\ufe0f" for sign in signs)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_an_emoji_has_three_to_one_in_every_style(style: Style, ground: str) -> None:
    words = f"{DARK} {LIGHT} {OTHERS} {sampled()}"
    found = measure_emoji(words, plate(ground), style)
    assert len(found) == len(words.split())
    low = {name: round(contrast, 2) for name, contrast in found if contrast < 3}
    assert low == {}


@pytest.mark.parametrize("ground", GROUNDS)
def test_an_emoji_in_one_colour_has_seven_to_one_in_high_contrast(ground: str) -> None:
    found = measure_emoji(f"{DARK} {LIGHT} {OTHERS}", plate(ground), CONTRAST)
    plain = {name: at for name, at in found if emoji.light_of(name, 72).one_colour}
    assert {"1f5a4", "2714", "2764", "2122", "1f499"} <= set(plain)
    assert {name: at for name, at in plain.items() if at < 7} == {}


def test_a_dark_sign_takes_on_light_ink_and_what_is_black_stays_black() -> None:
    for sign in "✔✖➕™💲":
        assert emoji.takes_ink(f"{ord(sign):x}", WHITE)
        assert not emoji.takes_ink(f"{ord(sign):x}", (38, 34, 32))
    for black in "🖤♠♣⚫⬛♟🕷♾":
        assert not emoji.takes_ink(f"{ord(black):x}", WHITE)


def test_signs_that_take_on_ink_have_one_dark_colour_which_nothing_is_lost_with() -> None:
    for name in emoji._SIGNS:
        light = emoji.light_of(name, 72)
        assert light.one_colour
        assert light.area.max() < 0.06


def test_what_stands_out_by_itself_gets_no_rim() -> None:
    dark_page, paper = (0.0, 0.03), (0.88, 0.92)
    assert emoji.light_of("1f642", 72).stands_out(*dark_page, 3.0)
    assert emoji.light_of("2764", 72).stands_out(*paper, 3.0)
    assert not emoji.light_of("1f5a4", 72).stands_out(*dark_page, 3.0)
    assert not emoji.light_of("1f90d", 72).stands_out(*paper, 3.0)


def test_two_of_a_kind_look_alike_on_one_card() -> None:
    """The picture is light on one side and dark on the other."""
    halves = Image.new("RGB", (1080, 1080), "white")
    halves.paste((0, 0, 0), (0, 0, 540, 1080))
    ground = make(halves, PIXELS["square"])
    for style in (CLASSIC, QUIET, NOTE):
        found = measure_emoji("❤️ ❤️ ❤️ ❤️", ground, style, size="square")
        assert len(found) == 4
        assert all(contrast >= 3 for _, contrast in found)


def test_a_rim_stays_within_the_room_of_its_emoji() -> None:
    assert 2 * emoji.RIM * emoji.TILE <= emoji.ADVANCE - emoji.TILE
    _, text = dressed("🖤🖤", CLASSIC, "square")
    side = round(text.pictures[0].side / 2) * 2
    image = emoji.dressed("1f5a4", side, None, WHITE)
    assert image.width == side + 2 * emoji.margin(side)

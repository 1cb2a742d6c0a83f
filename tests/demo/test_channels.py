"""The page with several channels of one bot: ``sotto demo --channels 3``."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, expect
from typer.testing import CliRunner

from bot.cli.main import app
from bot.demo.story import AT_WORK, DAY, LOVE, WORK
from bot.domain.checks import read
from bot.errors import SettingsWrong
from tests.demo.conftest import LAPTOP, PHONE, Visit, open_page, shown

pytestmark = pytest.mark.xdist_group("demo of several")  # one demo for all


@pytest.fixture(scope="module")
def address(cache: Path) -> Iterator[str]:
    with shown(cache, "--channels", "3") as found:
        yield found


def tab(visit: Visit, title: str) -> Locator:
    return visit.channel.get_by_role("tab", name=re.compile(f"^{title}"))


def posts(visit: Visit, title: str) -> Locator:
    return visit.page.get_by_role("log", name=f"The channel {title}").locator(".message")


def turn(visit: Visit, title: str) -> Locator:
    """Opens that channel's tab; its posts."""
    tab(visit, title).click()
    expect(tab(visit, title)).to_have_attribute("aria-selected", "true")
    return posts(visit, title)


def test_the_crowd_writes_to_each_channel_and_each_has_a_tab(visit: Visit):
    expect(visit.channel.get_by_role("tab")).to_have_text(["Love", "Work", "Best"])
    lines = (*DAY, *AT_WORK)
    for title, topic in (("Love", LOVE), ("Work", WORK)):
        expect(turn(visit, title).last).to_be_visible()
        shown_there = posts(visit, title).all_inner_texts()
        told = {line.topic for line in lines if any(line.words[:20] in t for t in shown_there)}
        assert told == {topic}
    first_lines = posts(visit, "Work").locator(".words p:first-child")
    expect(first_lines.first).to_have_text("#1")  # numbers of its own


def test_an_author_chooses_from_the_list_and_it_comes_out_there_alone(visit: Visit):
    words = "I iron my shirts for a job that I lost."
    visit.write(words)
    visit.preview.get_by_role("button", name="📮 Work ▸").click()  # proposed by the words
    options = visit.private.locator(".keyboard").last.get_by_role("button")
    expect(options.filter(has_text="Work")).to_be_visible()
    options.filter(has_text="Love").click()
    expect(visit.preview.get_by_role("button", name="📮 Love ▸")).to_be_visible()
    expect(visit.preview).to_contain_text("Love")
    visit.preview.get_by_role("button", name="Publish").click()
    expect(visit.preview).to_have_count(0)
    turn(visit, "Work")
    visit.skip("hour")
    expect(tab(visit, "Love").locator(".unseen")).to_be_visible()  # something has come there
    expect(turn(visit, "Love").filter(has_text=words)).to_be_visible()
    expect(posts(visit, "Work").filter(has_text=words)).to_have_count(0)
    expect(tab(visit, "Love").locator(".unseen")).to_be_hidden()


def test_channels_have_names_in_the_authors_language(visit: Visit):
    visit.be("Théo")
    visit.write("Je garde tes lettres.")
    visit.preview.get_by_role("button", name="📮 Amour ▸").click()
    list_of = visit.private.locator(".message", has=visit.page.get_by_role("button", name="Retour"))
    expect(list_of.get_by_role("button", name="Travail")).to_be_visible()
    list_of.get_by_role("button", name="Retour").click()
    visit.preview.get_by_role("button", name="Annuler").click()
    expect(visit.private.locator(".mine")).to_have_count(0)


def test_write_yours_proposes_the_channel_it_stands_in(visit: Visit):
    visit.be("Arjun")  # in no other test here: his chat is empty
    expect(visit.page.locator("#start")).to_be_visible()
    turn(visit, "Work").get_by_role("button", name="Write yours").last.click()
    expect(visit.private.locator(".mine")).to_contain_text("/start write_work")
    visit.write("I love you, she said.")
    expect(visit.preview.get_by_role("button", name="📮 Work ▸")).to_be_visible()
    visit.preview.get_by_role("button", name=visit.t("Cancel")).click()
    expect(visit.preview).to_have_count(0)


def test_the_shared_moderators_chat_names_the_channel_of_each_card(visit: Visit):
    waiting = visit.moderators.locator(".message")
    expect(waiting.filter(has_text="Mr Alder").filter(has_text="Work")).to_have_count(1)
    expect(waiting.filter(has_text="boulangère").filter(has_text="Love")).to_have_count(1)


def test_readers_react_in_the_channel_that_is_shown(visit: Visit):
    key = turn(visit, "Work").last.get_attribute("data-key")
    visit.react_and_take_it_back(visit.channel.locator(f'.message[data-key="{key}"]'))


def test_the_most_loved_of_all_lead_to_their_channels(visit: Visit):
    visit.skip("digest")
    loved = turn(visit, "Best")
    expect(loved).not_to_have_count(0)
    loved.last.locator("button.tag").first.click()
    expect(visit.channel.locator(".pointed")).to_have_count(1)
    expect(visit.channel.locator(".pointed")).to_be_visible()
    expect(tab(visit, "Best")).to_have_attribute("aria-selected", "false")


def test_nothing_is_lost_or_doubled_in_any_channel_while_replies_vanish(visit: Visit):
    before = visit.figures()
    lose, *_ = visit.strip.get_by_role("switch").all()
    lose.check()
    visit.strip.get_by_role("button", name="20 others write").click()
    visit.until(lambda figures: figures["taken"] == before["taken"] + 20)
    visit.skip("hour")
    visit.until(lambda figures: figures["waiting"] + figures["under_way"] == 0)
    lose.uncheck()
    end = visit.figures()
    assert (end["lost"], end["twice"]) == (0, 0)
    assert end["out"] == end["taken"] - end["looked_at"] - end["ended"]


def test_arrow_keys_turn_the_tabs(visit: Visit):
    turn(visit, "Love")
    visit.page.keyboard.press("ArrowRight")
    expect(tab(visit, "Work")).to_be_focused()
    expect(posts(visit, "Work").first).to_be_visible()
    visit.page.keyboard.press("ArrowLeft")
    visit.page.keyboard.press("ArrowLeft")
    expect(tab(visit, "Best")).to_be_focused()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_overflows(browser: Browser, address: str, colours, size):
    context = browser.new_context(
        color_scheme=colours, viewport=size, reduced_motion="reduce", bypass_csp=True,
        is_mobile=size is PHONE, has_touch=size is PHONE,
    )  # fmt: skip
    visit = open_page(context, address)
    if size is PHONE:
        visit.page.get_by_role("link", name="Channel").click()
    expect(turn(visit, "Work").last).to_be_in_viewport()
    found = Axe().run(visit.page).response["violations"]
    wide = visit.page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
    context.close()
    told = [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found]
    assert told == []
    assert wide == [size["width"], size["width"]]


def test_what_the_crowd_says_of_work_comes_out_by_itself():
    """Else the channel would wait for it in the morning, and for a moderator."""
    found = [read(line.words) for line in AT_WORK]
    assert [each for each in found if each.findings or each.care] == []


@pytest.mark.parametrize("number", ["0", "4", "two"])
def test_the_page_shows_one_to_three_channels(number: str):
    assert CliRunner().invoke(app, ["demo", "--channels", number]).exit_code == 2


def test_the_script_knows_one_channel():
    told = CliRunner().invoke(app, ["demo", "--script", "--channels", "2"])
    assert isinstance(told.exception, SettingsWrong)
    assert "--channels is for the page" in str(told.exception)

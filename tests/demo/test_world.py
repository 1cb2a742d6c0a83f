"""The strip: time, everybody else, trouble, and what is stored."""

import re

import pytest
from playwright.sync_api import expect

from tests.demo.conftest import Visit

pytestmark = pytest.mark.xdist_group("demo")  # one demo for all


def test_the_digest_comes_when_time_is_skipped_to_it(visit: Visit):
    visit.skip("digest")
    expect(visit.page.locator("#clock")).to_contain_text("20:00")
    digest = visit.channel.locator(".message", has_text=re.compile("Most loved|digest", re.I))
    expect(digest).not_to_have_count(0)
    entry = digest.last.locator("button.tag").first
    entry.click()
    expect(visit.channel.locator(".pointed")).to_have_count(1)


def test_a_draft_left_alone_burns_when_its_time_is_over(visit: Visit):
    visit.be("Lucía")
    visit.write("I wrote this and went away.")
    expect(visit.preview).to_be_visible()
    visit.skip("hour")
    expect(visit.private.locator(".mine")).to_have_count(0)
    expect(visit.preview).to_have_count(0)


def test_the_tables_hold_the_words_and_not_who_wrote_them(visit: Visit):
    visit.publish("Nobody knows that I can sing.")
    visit.strip.get_by_role("button", name="Open the tables").click()
    stored = visit.page.get_by_role("dialog")
    expect(stored).to_contain_text("Nobody knows that I can sing.")
    expect(stored.locator("#proof")).to_contain_text("isn’t in any of these files")
    stored.get_by_role("button", name="Close", exact=True).click()
    expect(stored).to_be_hidden()


def test_nothing_is_lost_or_doubled_while_replies_vanish_and_telegram_is_away(visit: Visit):
    lose, flood, outage = visit.strip.get_by_role("switch").all()
    before = visit.figures()
    lose.check()
    flood.check()
    visit.strip.get_by_role("button", name="20 others write").click()
    visit.until(lambda figures: figures["taken"] == before["taken"] + 20)
    outage.check()
    visit.skip("hour")
    visit.until(lambda figures: figures["under_way"] > 0)
    expect(visit.page.locator("#b-under_way")).not_to_have_text("0")
    outage.uncheck()
    flood.uncheck()
    visit.until(lambda figures: figures["waiting"] + figures["under_way"] == 0)
    expect(visit.page.locator("#lost")).not_to_have_text("0")
    lose.uncheck()
    end = visit.figures()
    assert (end["lost"], end["twice"]) == (0, 0)
    assert end["taken"] == before["taken"] + 20
    assert end["out"] == end["taken"] - end["looked_at"] - end["ended"]

"""Readers of the demo reply, and a visitor may too."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, expect

from tests.demo.conftest import Visit

pytestmark = pytest.mark.xdist_group("demo")  # one demo for all


def test_a_visitor_replies_and_reads_the_thread(visit: Visit):
    post = visit.post("two cups on the table")
    post.get_by_role("button", name="Reply").click()
    expect(visit.private).to_contain_text("Nobody sees your name")
    expect(visit.private.locator(".extra")).to_contain_text("#")
    visit.write("Mine left in June. I keep the chair.")
    preview = visit.private.locator(
        ".message", has=visit.page.get_by_role("button", name=visit.t("Another name"))
    )
    expect(preview).to_contain_text("I keep the chair")
    preview.get_by_role("button", name=visit.t("Send")).click()
    expect(preview).to_have_count(0)
    expect(visit.private).to_contain_text("receipt")
    release_until(visit, post, "4 replies")  # the visitor's among them
    post.get_by_role("button", name=re.compile("replies")).click()
    thread = visit.private.locator(
        ".message", has=visit.page.get_by_role("button", name=visit.t("Tell me once"))
    )
    expect(thread).to_contain_text("Set a third one")
    expect(thread).to_contain_text("I keep the chair")


def release_until(visit: Visit, post: Locator, words: str) -> None:
    """The readers of a post that came out a moment ago may answer after the visitor did."""
    for _ in range(5):
        visit.strip.get_by_role("button", name=re.compile("release")).click()
        with suppress(AssertionError):
            expect(post).to_contain_text(words, timeout=5000)
            return
    expect(post).to_contain_text(words)

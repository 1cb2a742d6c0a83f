"""The managers' question in the channel: found, asked about, answered, and waited for."""

import pytest
from playwright.sync_api import expect

from bot.demo.story import QUESTION
from tests.demo.conftest import Visit

pytestmark = pytest.mark.xdist_group("demo")  # one demo for all

ANSWER = "I ate my lunch in the library so that nobody saw me sit alone."


def test_a_visitor_finds_the_managers_question_and_answers_it(visit: Visit):
    managers = visit.page.locator("#managers")
    visit.page.get_by_role("tab", name="Managers").click()
    expect(managers).to_contain_text("approved by the moderators")
    visit.page.get_by_role("tab", name="Moderators").click()
    visit.be("Maya")
    visit.publish("I still know every bus number of the old town.")
    visit.until_out("I still know every bus number of the old town.")
    question = visit.post("Question · c1")
    expect(question.locator(".picture img")).to_be_visible()
    question.get_by_text("Why this?").click()
    expect(visit.private).to_contain_text("Nobody is profiled")
    question.get_by_text("Answer without your name").click()
    expect(visit.private.locator(".theirs").last).to_contain_text(QUESTION)
    visit.write(ANSWER)
    expect(visit.preview.get_by_role("button", name="Answers the question")).to_be_visible()
    visit.preview.get_by_role("button", name="Publish").click()
    waiting = visit.moderators.locator(".message", has_text=ANSWER)
    expect(waiting).to_contain_text(f"In answer to: {QUESTION}")

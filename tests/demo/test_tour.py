"""What a stranger finds on the page without being told: three steps, things to try, the team."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from bot.demo import page as room
from bot.demo.page.sentences import SENTENCES, in_language
from bot.i18n import offered
from tests.demo.conftest import LAPTOP, Visit, open_page

pytestmark = pytest.mark.xdist_group("demo")  # one demo for all


def step(visit: Visit, name: str) -> Locator:
    return visit.page.locator(f'[data-step="{name}"]')


def attempt(visit: Visit, name: str) -> None:
    visit.page.locator(f'[data-try="{name}"]').click()


def test_three_steps_lead_to_a_card_in_the_channel_and_go_away(visit: Visit):
    visit.be("Lucía")
    step(visit, "write").click()
    expect(visit.private.get_by_role("textbox")).to_have_value(SENTENCES["example"])
    visit.write("I still know it by heart.")
    expect(step(visit, "publish")).to_have_attribute("aria-current", "step")
    visit.preview.get_by_role("button", name=visit.t("Publish")).click()
    expect(step(visit, "wait")).to_have_attribute("aria-current", "step")
    step(visit, "wait").click()
    expect(visit.post("I still know it by heart.")).to_have_count(1)
    expect(visit.private.locator(".words code")).not_to_have_count(0)  # the receipt is there still
    expect(visit.page.locator("#guide")).to_be_hidden()
    expect(visit.page.locator(".promise")).to_be_visible()
    visit.page.reload()
    expect(visit.page.locator("body.loaded")).to_be_visible()
    expect(visit.page.locator("#guide")).to_be_hidden()


def test_the_hint_goes_when_it_is_told_to(visit: Visit):
    visit.page.get_by_role("button", name="Close the hint").click()
    expect(visit.page.locator("#guide")).to_be_hidden()
    expect(visit.page.locator(".promise")).to_be_visible()


LOADED = """() => Promise.race([
  new Promise((end) => setTimeout(end, 30000)),
  Promise.all(
    [...document.querySelectorAll("img.emoji")]
      .filter((each) => !each.complete)
      .map((each) => new Promise((end) => {
        each.addEventListener("load", end);
        each.addEventListener("error", end);
      })),
  ),
])"""
"""Until every sign's picture is there, or is known to be none; half a minute at most."""


def test_every_emoji_of_the_page_and_the_bot_is_a_picture(visit: Visit):
    visit.be("Maya")
    visit.write("I keep the porch light on. 🫶")
    expect(visit.preview).to_be_visible()
    visit.page.evaluate(LOADED)  # one that is not there gives way to its sign
    left = visit.page.evaluate("""() => {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        if (parent.closest("script, textarea, option")) continue;
        if (/\\p{Extended_Pictographic}/u.test(walk.currentNode.data.replace(/[©®™]/g, ""))) {
          found.push(walk.currentNode.data);
        }
      }
      return found;
    }""")
    assert left == []
    assert visit.page.locator("img.emoji").count() > 10
    visit.preview.get_by_role("button", name="Cancel").click()
    expect(visit.preview).to_have_count(0)


def test_themes_leave_the_card_in_sight(visit: Visit):
    visit.be("Théo")
    visit.write("La pluie m’a suivie jusqu’ici.")
    expect(visit.preview.locator(".picture")).to_be_visible()
    visit.preview.get_by_role("button", name="Thèmes").click()
    back = visit.private.get_by_role("button", name="Retour")
    expect(back).to_be_attached()
    assert card_is_seen(visit)
    back.click()
    visit.preview.get_by_role("button", name="Annuler").click()
    expect(visit.private.locator(".mine")).to_have_count(0)


def card_is_seen(visit: Visit) -> bool:
    """Whether the larger part of the newest picture in the private chat is in sight."""
    return bool(
        visit.private.locator(".picture").last.evaluate("""(card) => {
          const box = card.getBoundingClientRect();
          const log = card.closest(".log").getBoundingClientRect();
          const seen = Math.min(box.bottom, log.bottom) - Math.max(box.top, log.top);
          return seen > box.height / 2;
        }""")
    )


def test_the_chat_stays_at_its_end_after_an_edit(browser: Browser, address: str):
    context = browser.new_context(viewport={"width": 1200, "height": 620})
    visit = open_page(context, address)
    visit.be("Аня")
    visit.write("It was rain.")
    before = visit.preview.locator(".picture img").get_attribute("src")
    visit.private.locator(".mine").get_by_role("button", name="Edit").click()
    visit.write("It was rain, I told them, and nobody asked me again.")
    changed = visit.preview.locator(".picture img")
    expect(changed).not_to_have_attribute("src", before or "")
    log = visit.private.locator(".log")
    from_end = "(log) => log.scrollHeight - log.scrollTop - log.clientHeight"
    assert log.evaluate(from_end) <= 1 or card_is_seen(visit)
    visit.preview.get_by_role("button", name=visit.t("Cancel")).click()
    expect(visit.private.locator(".mine")).to_have_count(0)
    context.close()


def test_a_picture_that_nobody_can_read_costs_no_word(visit: Visit):
    visit.be("Arjun")
    photo = {"name": "IMG_0042.HEIC", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic" * 9}
    visit.private.locator("input[type=file]").set_input_files(photo)
    visit.write("The light in the kitchen.")
    expect(visit.page.locator("#toast")).to_contain_text("your words are kept")
    expect(visit.private.get_by_role("textbox")).to_have_value("The light in the kitchen.")
    assert visit.complaints, "the browser tells of the refusal"
    visit.complaints.clear()


def test_a_manager_asks_a_question_and_a_moderator_hears_of_it(
    visit: Visit, context: BrowserContext, address: str
):
    other = open_page(context, address).page.locator("#managers .extra")
    managers = visit.page.locator("#managers")
    visit.page.get_by_role("tab", name="Managers").click()
    expect(managers).to_contain_text("approved by the moderators")  # what they asked themselves
    asked = managers.locator(".message", has=visit.page.locator(".keyboard"))
    before = asked.count()
    visit.page.get_by_role("tab", name="Moderators").click()
    attempt(visit, "campaign")
    expect(managers).to_be_visible()
    expect(visit.moderators).to_be_hidden()
    expect(asked).not_to_have_count(before)  # what is pressed is what has just come
    for label in ("New", "A question", "it’s our own"):  # other visitors asked before, too
        asked.last.get_by_role("button", name=label).click()
    expect(managers.locator(".extra")).to_contain_text("Your answer to")
    expect(other).to_have_js_property("hidden", False)
    managers.get_by_role("textbox").fill("What do you wish somebody had asked you?")
    managers.get_by_role("textbox").press("Enter")
    expect(
        managers.locator(".message", has_text="draft").locator(".picture img").first
    ).to_be_visible()
    expect(other).to_have_js_property("hidden", True)  # nobody is to answer it once more
    visit.page.get_by_role("tab", name="Moderators").click()
    expect(visit.moderators).to_be_visible()


def test_things_to_try_begin_by_themselves(visit: Visit):
    attempt(visit, "reply")
    expect(visit.private.locator(".extra")).to_be_visible()
    visit.private.locator(".extra").get_by_role("button").click()
    attempt(visit, "read")
    expect(visit.private.locator(".theirs .picture").last).to_be_visible()
    attempt(visit, "care")
    expect(visit.private.get_by_role("textbox")).to_have_value(SENTENCES["care_words"])
    visit.private.get_by_role("textbox").fill("")


def test_an_example_gives_way_to_another_and_typed_words_to_none(visit: Visit):
    visit.be("Maya")
    box = visit.private.get_by_role("textbox")
    attempt(visit, "care")
    attempt(visit, "place")
    expect(box).to_have_value(SENTENCES["place_words"])
    expect(visit.page.locator("#toast")).to_have_text(SENTENCES["place_how"])
    box.press_sequentially(" Every day.")
    attempt(visit, "care")
    expect(box).to_have_value(SENTENCES["place_words"] + " Every day.")
    expect(visit.page.locator("#toast")).to_have_text(SENTENCES["place_how"])
    box.fill("")


def test_on_a_laptop_the_card_and_all_its_buttons_are_in_sight(visit: Visit):
    visit.be("Maya")
    visit.write(SENTENCES["place_words"])
    cancel = visit.preview.get_by_role("button", name="Cancel")
    expect(cancel).to_be_in_viewport(ratio=0.99)
    expect(visit.preview.locator(".picture")).to_be_in_viewport(ratio=0.95)
    cancel.click()
    expect(visit.preview).to_have_count(0)


@pytest.mark.parametrize("language", [code for code in offered() if code != "en"])
def test_the_page_speaks_the_language_that_the_browser_asks_for(
    browser: Browser, address: str, language: str
):
    context = browser.new_context(locale=language, viewport=LAPTOP)
    visit = open_page(context, address)
    said = in_language(language)
    expect(visit.page.locator("html")).to_have_attribute("lang", language)
    expect(visit.private.locator(".intro .big")).to_have_text(said["low_voice"])
    visit.page.locator("#language").select_option("en")
    expect(visit.private.locator(".intro .big")).to_have_text(SENTENCES["low_voice"])
    context.close()


@pytest.mark.parametrize("motion", ["no-preference"])
def test_what_burns_together_leaves_together(context: BrowserContext, address: str):
    """One that was burnt sooner pulled the others up while they burned."""
    page = open_page(context, address).page
    moved = page.evaluate("""async () => {
      const { burn } = await import("/static/burn.js");
      const log = document.querySelector("#private .log");
      const [first, second] = ["one", "two"].map((text) => {
        const node = document.createElement("article");
        node.className = "message theirs";
        node.textContent = text;
        log.append(node);
        return node;
      });
      log.scrollTop = log.scrollHeight;
      const at = second.getBoundingClientRect().top;
      const fires = [burn(first, log)];
      await new Promise((done) => setTimeout(done, 700));
      fires.push(burn(second, log));
      await fires[0];
      const moved = second.getBoundingClientRect().top - at;
      await fires[1];
      return [moved, first.isConnected, second.isConnected];
    }""")
    assert moved == [0, False, False]


def test_the_names_that_html_and_scripts_call_are_those_of_the_sentences():
    static = Path(room.__file__).parent / "static"
    html = (static / "index.html").read_text("utf-8")
    called = set(re.findall(r"\$(\w+)", html)) - {"lang", "dir", "languages", "sentences"}
    for script in static.glob("*.js"):
        text = script.read_text("utf-8")
        for inside in re.findall(r"\bsay\(([^()]*(?:\([^()]*\))?[^()]*)\)", text):
            head = inside.split("{")[0]
            called |= set(re.findall(r'"(\w+)"', head)) - {"write"}
    assert called - SENTENCES.keys() == set()
    assert SENTENCES.keys() - called == set()

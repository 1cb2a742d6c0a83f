"""What a visitor does on the page, in a real browser."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.demo.conftest import PHONE, Visit, open_page

pytestmark = pytest.mark.xdist_group("demo")  # one demo for all

MARKUP = "<img src=x onerror=\"document.title='taken'\"><b>bold</b> & <script>1</script>"


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 700), "teal").save(out, "JPEG")
    return out.getvalue()


def test_the_channel_is_alive_when_the_page_opens(visit: Visit):
    expect(visit.channel.locator(".message").nth(11)).to_be_visible()  # visitors add theirs
    spoken = ("two cups on the table", "J’ai gardé son numéro", "أكتب رسائل", "電車", "पहनकर")
    missing = [words for words in spoken if visit.post(words).count() == 0]
    assert len(missing) <= 1, "all but the one that stays in the pool to mix with later ones"
    expect(visit.page.locator(".promise")).to_contain_text("nothing leaves this machine")


@pytest.mark.parametrize("motion", ["no-preference"])
def test_a_newcomer_writes_publishes_and_sees_the_draft_burn(visit: Visit):
    visit.write("I still hum the song that you hated.")
    expect(visit.preview.locator(".picture img")).to_be_visible()
    before = visit.preview.locator(".picture img").get_attribute("src")
    visit.preview.get_by_role("button", name="Another picture").click()
    expect(visit.preview.locator(".picture img")).not_to_have_attribute("src", before or "")
    visit.preview.get_by_role("button", name="Publish").click()
    expect(visit.private.locator(".burning")).not_to_have_count(0)
    expect(visit.private).not_to_contain_text("I still hum the song")
    expect(visit.private).to_contain_text("receipt")
    visit.until_out("I still hum the song")


def test_what_is_written_before_the_page_has_come_to_itself_is_sent_all_the_same(
    context: BrowserContext, address: str
):
    page = context.new_page()
    states: list[Route] = []
    page.route("**/api/state*", lambda route: states.append(route))
    visit = Visit(page)
    page.goto(address)
    visit.write("I was too quick.")
    while not states:
        page.wait_for_timeout(20)
    states[0].continue_()
    visit.preview.get_by_role("button", name="Cancel").click()
    expect(visit.private.locator(".mine")).to_have_count(0)


def test_a_photo_with_a_caption_becomes_the_card(visit: Visit):
    visit.be("Lucía")
    photo = {"name": "window.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    visit.private.locator("input[type=file]").set_input_files(photo)
    visit.write("My window, this morning.")
    expect(visit.preview.locator(".picture img")).to_be_visible()
    expect(visit.private.locator(".mine .picture img")).to_be_visible()
    visit.preview.get_by_role("button", name=visit.t("Another picture")).click()
    visit.preview.get_by_role("button", name=visit.t("My photo")).click()
    expect(visit.preview.get_by_role("button", name=visit.t("My photo"))).to_have_count(0)
    visit.preview.get_by_role("button", name=visit.t("Cancel")).click()
    expect(visit.private.locator(".mine")).to_have_count(0)


def test_a_position_is_sent_and_deleted_and_its_town_chosen(visit: Visit):
    visit.be("Lucía")
    visit.write("I still take the tram past your house.")
    visit.preview.get_by_role("button", name=visit.t("No place")).click()
    visit.private.get_by_role("button", name=visit.t("Find it")).click()
    visit.private.get_by_role("button", name="A suburb of Lyon").click()
    visit.private.get_by_role("button", name="📍 Lyon, Francia").click()
    expect(visit.preview.get_by_role("button", name=visit.t("Publish"))).to_be_visible()
    expect(visit.preview.get_by_role("button", name="📍 Lyon, Francia")).to_be_visible()
    expect(visit.private.locator(".mine .file")).to_have_count(0)
    visit.preview.get_by_role("button", name=visit.t("Cancel")).click()
    expect(visit.private.locator(".mine")).to_have_count(0)


def test_readers_react_and_take_it_back(visit: Visit):
    visit.react_and_take_it_back(visit.post("two cups on the table"))


def test_a_link_in_a_caption_opens_the_private_chat(visit: Visit):
    visit.be("Arjun")
    visit.post("two cups on the table").get_by_role("button", name="Write yours").click()
    expect(visit.private.locator(".mine").last).to_contain_text("/start write")
    expect(visit.private.locator(".theirs").last).to_contain_text("Sotto voce")
    expect(visit.private.get_by_role("textbox")).to_be_focused()


LINES_WHERE_THERE_IS_NO_ROOM = """(tag) => {
  const style = tag.parentElement.style;
  style.width = "30px";
  const lines = Math.round(tag.clientHeight / parseFloat(getComputedStyle(tag).lineHeight));
  style.width = "";
  return lines;
}"""


def test_a_hashtag_shows_the_posts_that_have_it(visit: Visit):
    posts = visit.channel.locator(".message:visible")
    tag = visit.channel.locator(".tag", has_text=re.compile("^#")).last
    name = tag.inner_text()
    assert tag.evaluate(LINES_WHERE_THERE_IS_NO_ROOM) == 1
    everything = posts.count()
    tag.click()
    expect(visit.channel.locator(".message:visible").filter(has_not_text=name)).to_have_count(0)
    assert 1 <= posts.count() < everything
    visit.page.locator("#filter").click()
    expect(posts).to_have_count(everything)


def test_a_reported_post_is_hidden_until_a_moderator_has_looked(visit: Visit):
    visit.be("Lucía")
    report = visit.page.get_by_role("button", name="Report")
    post = visit.channel.locator(".message", has=report).first
    number = post.get_attribute("data-number")
    post = visit.channel.locator(f'.message[data-number="{number}"]')
    shown = post.locator(".picture img").get_attribute("src") or ""
    post.get_by_role("button", name="Report").click()
    visit.private.get_by_role("button", name=visit.t("Someone’s private data")).click()
    expect(post.locator(".picture img")).not_to_have_attribute("src", shown)
    restore = visit.moderators.get_by_role("button", name="Restore")
    restore.click()
    expect(restore).to_have_count(0)
    expect(post.get_by_role("button", name="Report")).to_be_visible()


def test_what_points_at_somebody_waits_for_a_moderator(visit: Visit):
    words = "Mrs Finch from the post office sings when she thinks that she is alone."
    visit.be("Arjun")
    visit.publish(words)
    waiting = visit.moderators.locator(".message").filter(has_text=words)
    waiting.get_by_role("button", name="Approve").click()
    expect(visit.page.locator("#toast")).to_contain_text("Approved")
    expect(visit.post(words)).to_have_count(0)
    undecided = visit.figures()["looked_at"]
    visit.skip("release")  # the time to undo it is over, and it joins the pool
    visit.until(lambda figures: figures["looked_at"] < undecided)
    expect(waiting).to_have_count(0)
    visit.until_out(words)


def test_each_persona_has_a_chat_and_a_language_of_their_own(visit: Visit):
    visit.be("Théo")
    visit.write("Je dors la fenêtre ouverte.")
    expect(visit.preview.get_by_role("button", name="Publier")).to_be_visible()
    visit.be("Maya")
    expect(visit.private).not_to_contain_text("Je dors la fenêtre ouverte.")
    visit.be("Théo")
    visit.preview.get_by_role("button", name="Annuler").click()
    expect(visit.private.locator(".mine")).to_have_count(0)


def test_an_edited_message_changes_its_card(visit: Visit):
    visit.be("Аня")
    visit.write("It was rain.")
    before = visit.preview.locator(".picture img").get_attribute("src")
    visit.private.locator(".mine").get_by_role("button", name="Edit").click()
    visit.write("It was rain, I told them.")
    expect(visit.preview.locator(".picture img")).not_to_have_attribute("src", before or "")
    visit.private.locator(".mine").get_by_role("button", name="Delete").click()
    expect(visit.private.locator(".mine")).to_have_count(0)


def test_markup_typed_into_any_field_stays_text(visit: Visit):
    visit.be("陽菜")
    visit.write(MARKUP)
    expect(visit.private.locator(".mine .words")).to_contain_text(MARKUP)
    expect(visit.preview).to_be_visible()
    visit.preview.get_by_role("button", name=visit.t("Cancel")).click()
    expect(visit.private.locator(".mine")).to_have_count(0)
    photo = {"name": f"{MARKUP}.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    visit.private.locator("input[type=file]").set_input_files(photo)
    expect(visit.private.locator(".extra")).to_contain_text("<b>bold</b>")
    visit.write(MARKUP)
    expect(visit.private.locator(".mine .words")).to_contain_text(MARKUP)
    visit.moderators.get_by_role("textbox").fill(MARKUP)
    visit.moderators.get_by_role("textbox").press("Enter")
    expect(visit.moderators.locator(".words").last).to_contain_text(MARKUP)
    assert (
        visit.page.locator(".words b, .words img:not(.emoji), .words script, .extra b").count() == 0
    )
    assert visit.page.title() == "Sotto – try it"


FILTER_OF_THE_TICK = """() => {
  const tick = Object.assign(document.createElement("img"), { className: "emoji", alt: "✔️" });
  document.body.append(tick);
  const { filter } = getComputedStyle(tick);
  tick.remove();
  return filter;
}"""


def test_dark_colours_come_with_the_system_and_with_the_button(browser: Browser, address: str):
    context = browser.new_context(color_scheme="dark")
    visit = open_page(context, address)
    colour = "getComputedStyle(document.body).backgroundColor"
    dark = visit.page.evaluate(colour)
    assert visit.page.evaluate(FILTER_OF_THE_TICK) == "invert(1)"
    visit.page.get_by_role("button", name="Dark colours").click()
    assert visit.page.evaluate(colour) != dark
    assert visit.page.evaluate(FILTER_OF_THE_TICK) == "none"
    visit.page.get_by_role("button", name="Dark colours").click()
    assert visit.page.evaluate(colour) == dark
    context.close()


def test_on_a_phone_each_column_fills_the_screen_and_tabs_lead_to_them(
    browser: Browser, address: str
):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    visit = open_page(context, address)
    assert visit.private.bounding_box()["width"] == PHONE["width"]  # type: ignore[index]
    for name, column in (("Channel", visit.channel), ("World", visit.strip)):
        visit.page.get_by_role("link", name=name).click()
        expect(column).to_be_in_viewport(ratio=0.95)
    expect(visit.private).not_to_be_in_viewport()
    overflow = "document.documentElement.scrollWidth > innerWidth"
    assert not visit.page.evaluate(overflow)
    context.close()


def test_on_a_phone_all_buttons_and_the_kind_word_are_in_sight_of_who_is_not_well(
    browser: Browser, address: str
):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    visit = open_page(context, address)
    visit.be("Maya")
    visit.write("I do not want to live any more.")
    cancel = visit.preview.get_by_role("button", name=visit.t("Cancel"))
    expect(cancel).to_be_in_viewport(ratio=1)
    expect(visit.preview.get_by_text("You don’t have to carry it alone.")).to_be_in_viewport(
        ratio=1
    )
    lines = visit.preview.locator(".words").evaluate("(words) => words.textContent")
    assert "\nOnly you can see this." in lines  # not one word with what stands before it
    cancel.click()
    expect(visit.private.locator(".mine")).to_have_count(0)
    context.close()


def test_a_card_can_be_written_and_cancelled_from_the_keyboard(visit: Visit):
    visit.be("ليلى")
    visit.private.get_by_role("textbox").focus()
    visit.page.keyboard.type("I know the way by heart.")
    visit.page.keyboard.press("Enter")
    visit.preview.get_by_role("button", name=visit.t("Cancel")).focus()
    visit.page.keyboard.press("Enter")
    expect(visit.private.locator(".mine")).to_have_count(0)


def test_every_column_shows_its_face(visit: Visit):
    faces = visit.page.locator("section.column .avatar")
    expect(faces).to_have_count(3)
    shown = faces.evaluate_all("all => all.map((each) => getComputedStyle(each).backgroundImage)")
    assert [each for each in shown if "gradient" not in each] == []


def test_a_visitor_looks_at_feeds_and_drops_a_card_into_a_friends_chat(visit: Visit):
    visit.write("/latest")
    page = visit.private.locator(".message", has=visit.page.get_by_role("button", name="▶")).last
    expect(page.locator(".picture img")).to_be_visible()
    expect(page).to_contain_text("Newest")
    before = page.locator(".picture img").get_attribute("src")
    page.get_by_role("button", name="▶").click()
    expect(page).to_contain_text("7.")
    expect(page.locator(".picture img")).not_to_have_attribute("src", before or "")
    visit.write("/random")
    card = visit.private.locator(".message", has=visit.page.get_by_role("button", name="Another"))
    card.last.get_by_role("button", name="Share").click()
    friend = visit.page.locator("#friend")
    expect(friend.locator(".message .picture img")).to_be_visible()
    expect(friend).to_contain_text("· @sotto")
    expect(friend).to_contain_text("Open in the channel")
    friend.get_by_role("button", name="Close", exact=True).click()
    expect(friend).not_to_be_visible()

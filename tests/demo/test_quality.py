"""For everybody: screen readers, slow eyes, quick hands."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize, expect

from tests.demo.conftest import LAPTOP, PHONE, Visit, open_page

pytestmark = pytest.mark.xdist_group("demo")  # one demo for all

SHIFTS = """
window.shifted = [];
let scrolled = -1000;
document.addEventListener("scroll", () => { scrolled = performance.now(); }, true);
new PerformanceObserver((seen) => {
  for (const entry of seen.getEntries()) {
    const burns = entry.sources.every((s) => s.node?.closest?.(".burning"));
    if (burns && Math.abs(entry.startTime - scrolled) < 100) continue;
    window.shifted.push([entry.value, ...entry.sources.map((s) => ({
      what: s.node?.className ?? "?", by: s.currentRect.top - s.previousRect.top,
    }))]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
"""Scrolling shifts nothing, and the browser knows. But what begins to burn in the frame in which a
log scrolls (its receipt arrives) is painted in a layer that was not there before, and the browser
takes the way it scrolled for a shift."""


SAID = iter(
    ("The stairs remember all of us.", "I still water my old neighbour's fig tree.",
     "Nobody knows that I sing in the lift.", "My best coat was never mine.",
     "I let the phone ring because I like the tune.", "Every Sunday I lose at chess on purpose.")
)  # fmt: skip
"""Whoever publishes the same words twice is asked once more, and a second chance is one."""


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_whatever_the_page_shows(browser: Browser, address: str, colours, size):
    context = browser.new_context(
        color_scheme=colours, viewport=size, reduced_motion="reduce", bypass_csp=True
    )
    visit = open_page(context, address)
    told: list[tuple[str, ...]] = []

    def look(state: str) -> None:
        visit.page.evaluate("document.querySelector('#toast').hidden = true")
        for found in Axe().run(visit.page).response["violations"]:
            told.append((state, found["id"], found["impact"], found["nodes"][0]["html"][:200]))

    look("at first")
    visit.write("I keep the porch light on.")
    expect(visit.preview).to_be_visible()
    look("a draft")
    visit.preview.get_by_role("button", name="Themes").click()
    back = visit.private.get_by_role("button", name="Back")
    expect(back).to_be_visible()
    look("themes")
    back.click()
    visit.preview.get_by_role("button", name="Cancel").click()
    visit.write("/popular")
    expect(visit.private.locator(".theirs .picture").last).to_be_visible()
    look("a feed")
    visit.strip.get_by_role("button", name="Reply without a name").click()
    expect(visit.private.locator(".extra")).to_be_visible()
    look("a reply")
    visit.private.get_by_role("button", name="Never mind").click()
    visit.write("/help")  # the question is not the last that stands there for the next test
    expect(visit.private.locator(".theirs").last).to_contain_text("/receipt")
    visit.strip.get_by_role("button", name="Ask everybody a question").click()
    expect(visit.page.locator("#managers .keyboard").last).to_be_visible()
    look("a campaign")
    visit.strip.get_by_role("button", name="Open the tables").click()
    expect(visit.page.locator("#tables details[open] td").first).to_be_visible()
    look("the tables")
    context.close()
    assert told == []


def test_nothing_goes_on_moving_for_who_prefers_less_motion(visit: Visit):
    repeats = visit.page.evaluate(
        """() => {
            const row = document.createElement("div"), waits = document.createElement("span");
            row.className = "row";
            waits.setAttribute("aria-busy", "true");
            row.append(waits);
            document.body.append(row);
            const its = getComputedStyle(waits);
            const found = [its.animationName, its.animationIterationCount];
            row.remove();
            return found;
        }"""
    )
    assert repeats == ["waits", "1"]


# A starved browser paints what it never would on somebody's machine.
@pytest.mark.flaky(reruns=2, only_rerun=["Error"])
@pytest.mark.parametrize(
    ("size", "who"), [(LAPTOP, "Arjun"), (PHONE, "陽菜")], ids=["laptop", "phone"]
)
def test_nothing_shifts_when_messages_arrive_change_and_burn(
    browser: Browser, address: str, size: ViewportSize, who: str
):
    """Whoever wrote nothing before: what earlier tests left in a chat goes when it likes."""
    context = browser.new_context(viewport=size)
    context.add_init_script(SHIFTS)
    visit = open_page(context, address)
    visit.be(who)
    visit.publish(next(SAID))
    expect(visit.private.locator(".burning")).to_have_count(0)
    visit.write("The door remembers you, too.")
    visit.preview.get_by_role("button", name=visit.t("Another picture")).click()
    expect(visit.preview.locator("img.changed")).to_be_visible()
    visit.preview.get_by_role("button", name=visit.t("Cancel")).click()
    expect(visit.preview).to_have_count(0)
    shifted = visit.page.evaluate("window.shifted")
    context.close()
    # where one writes may grow with what is written, which a phone wraps
    assert [each for each in shifted if {moved["what"] for moved in each[1:]} != {"composer"}] == []

"""In which language somebody is answered, and how they choose another one."""

from datetime import timedelta

from bot.botapi.menus import DESCRIPTION
from bot.i18n import LANGUAGES, Readiness, offered, state, translator_for
from bot.sandbox.messages import Button, Message
from bot.sandbox.people import Person
from tests.kit.town import Town

FRENCH = translator_for("fr")


async def ask(town: Town, person: Person) -> Message:
    person.send("/language")
    return await town.until(lambda: next((m for m in person.chat if m.labels), None))


async def test_a_chosen_language_is_spoken_from_then_on_and_forgotten_at_a_restart(
    town: Town,
) -> None:
    async with town.running():
        shown = await ask(town, town.alice)
        answer = await town.press(town.alice, shown, "Français")
        assert answer == FRENCH("From now on I write to you in this language.")
        await town.until(lambda: FRENCH("Which language shall I write to you in?") in shown.text)
        assert any(label.startswith("🔘 Français") for label in shown.labels)
        town.alice.send("/rules")
        await town.said(town.alice, FRENCH("Be kind. No names. Nothing illegal."))
    async with town.running():
        town.alice.send("/rules")
        await town.said(town.alice, "Be kind. No names. Nothing illegal.")


async def test_every_complete_language_is_offered_by_its_own_name_and_drafts_say_so(
    town: Town,
) -> None:
    async with town.running():
        shown = await ask(town, town.alice)
        labels = {label.removeprefix("🔘 ").removeprefix("⚪️ ") for label in shown.labels}
        assert labels == {
            LANGUAGES[code] + (" ✍️" if state(code) is Readiness.DRAFT else "") for code in offered()
        }
        drafts = [code for code in offered() if state(code) is Readiness.DRAFT]
        assert ("✍️ nobody who grew up" in shown.text) == bool(drafts)


async def test_nobody_is_given_the_language_of_their_neighbours(town: Town) -> None:
    olena = town.world.add_person("Olena", language="uk")
    async with town.running():
        shown = await ask(town, olena)
        assert "I don’t know Ukrainian yet." in shown.text
        assert any(label.startswith("🔘 English") for label in shown.labels)


async def test_a_made_up_language_changes_nothing(town: Town) -> None:
    async with town.running():
        shown = await ask(town, town.alice)
        forged = town.world.queries.ask(town.alice, shown, Button("forged", data="l:xx"))
        assert await forged.wait() == "This button has expired."
        town.alice.send("/rules")
        await town.said(town.alice, "Be kind. No names. Nothing illegal.")


async def test_the_question_burns_like_everything_else(town: Town) -> None:
    async with town.running():
        shown = await ask(town, town.alice)
        await town.press(town.alice, shown, "Français")
        await town.later(timedelta(minutes=16))
        await town.until(lambda: shown.deleted)


async def test_telegram_is_told_commands_and_descriptions_in_each_language_once(town: Town) -> None:
    town.shows_menus = True
    async with town.running():
        await town.until(lambda: len(town.bot.about.get("short_description", {})) == len(offered()))
        assert town.bot.about["description"][""] == DESCRIPTION
        assert town.bot.about["description"]["fr"] == FRENCH(DESCRIPTION)
        french = {each["command"]: each["description"] for each in town.bot.commands["default::fr"]}
        assert french["language"] == FRENCH("choose your language")


async def test_a_description_that_the_operator_wrote_stays(town: Town) -> None:
    town.shows_menus = True
    town.bot.about["description"] = {"": "Ours alone."}
    async with town.running():
        await town.until(lambda: "default::fr" in town.bot.commands)
        await town.until(lambda: len(town.bot.about.get("short_description", {})) == len(offered()))
    assert town.bot.about["description"] == {"": "Ours alone."}

"""At a slot, each post's place is as narrow as its crowd allows, and no narrower.

What is decided is kept; posts that stand follow by edits, after everything else that the channel is
to get. Nothing happens at a single arrival or withdrawal: who watches learns slots alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.mixing import Mixing
from bot.domain.places.crowd import CrowdRule, decide, steps_in_question, would_print
from bot.domain.places.place import Narrowest, Place, steps_of
from bot.flows.publishing.put_changes import change_place
from storage import Storage, Tables


async def settle_due(*, storage: Storage, rule: CrowdRule, mixing: Mixing, now: datetime) -> int:
    """Decide what posts print, once for each slot, whether or not something is released then;
    return how many posts will print another place."""
    async with storage.reading() as tables:
        if not await _is_due(tables, rule, mixing, now):
            return 0
    async with storage.channel_transaction() as tables:
        if not await _is_due(tables, rule, mixing, now):
            return 0  # another one has looked at this slot
        changed = await settle(tables, rule, now)
        await tables.runtime_settings.places_slot.put(mixing.slot(now))
    return changed


async def _is_due(tables: Tables, rule: CrowdRule, mixing: Mixing, now: datetime) -> bool:
    settings = tables.runtime_settings
    if await settings.places_rule.get() != _written(rule):
        return True
    if rule.narrowest is Narrowest.OFF:
        return False
    if mixing.instant:
        return bool(await tables.places.fallen())
    return await settings.places_slot.get() != mixing.slot(now)


async def settle(tables: Tables, rule: CrowdRule, now: datetime) -> int:
    """Decide what each post prints; call it in the transaction of a release, or of a slot."""
    stored, written = tables.runtime_settings.places_rule, _written(rule)
    if await stored.get() != written:  # for posts of any age: the rule is another one
        await tables.places.forget_finer(rule.narrowest)
        await tables.whispers.forget_finer_places(rule.narrowest)
        standing = await tables.places.every(now)
        await stored.put(written)
    elif rule.narrowest is Narrowest.OFF:
        return 0  # nothing is printed
    else:
        lost = {step for shown in await tables.places.fallen() for step in steps_of(shown)}
        left = await tables.places.printed(lost, rule.least)
        short = [step for step in lost if left[step] < rule.least]
        older = {each.key: each for each in await tables.places.printing(short, now)}
        recent = {each.key: each for each in await tables.places.standing(now)}
        standing = tuple((older | recent).values())
    await tables.places.clear_fallen()
    printed = await tables.places.printed(steps_in_question(standing), rule.least)
    decided = decide(standing, printed, rule)
    changes = {each.key: decided[each.key] for each in standing if decided[each.key] != each.shown}
    await tables.places.show(changes)
    for number in sorted(changes):
        await change_place(tables, number, now)
    return len(changes)


@dataclass
class StepsToPrint:
    """What whispers that wait would print if they came out now: all that moderators see of places.

    It is counted once a slot. A count that follows each withdrawal would change the cards of those
    that wait at that very moment, and so tell moderators what the withdrawn one chose."""

    storage: Storage
    rule: CrowdRule
    mixing: Mixing
    _counted_at: datetime | None = None
    _chose: Mapping[Place, int] | None = None

    async def of(self, chosen: Place | None, now: datetime) -> Place | None:
        """Return the step. None: nothing would be printed."""
        if chosen is None or self.rule.narrowest is Narrowest.OFF:
            return None
        async with self.storage.reading() as tables:
            slot = await tables.runtime_settings.places_slot.get()
            if self._chose is None or self.mixing.instant or slot != self._counted_at:
                self._chose, self._counted_at = await tables.places.chose(now), slot
        return would_print(chosen, self._chose, self.rule)


def _written(rule: CrowdRule) -> str:
    off = rule.narrowest is Narrowest.OFF
    return rule.narrowest.value if off else f"{rule.narrowest.value} {rule.least}"

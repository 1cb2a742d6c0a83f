"""When campaigns are posted: their turns, and the room that whispers leave them."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState, first_line
from bot.domain.campaigns.labels import COUNTRIES, labels_of
from bot.domain.campaigns.schedule import (
    A_DAY,
    ONE_IN,
    Give,
    Neighbour,
    Plan,
    has_day,
    has_room,
    next_post,
)

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)  # 12:00 in Paris; clocks change on the 25th
WEEK = timedelta(days=7)
PLAIN, TENDER, CAMPAIGN = Neighbour(), Neighbour(tender=True), Neighbour(campaign=True)


def plan(*, weekly: bool = True, weeks: float = 4) -> Plan:
    return Plan(NOON, NOON + weeks * WEEK, weekly, PARIS)


def test_a_weekly_campaign_comes_at_the_same_local_time_when_the_clocks_change() -> None:
    begins = [plan().begin_of(turn).astimezone(PARIS) for turn in (1, 2, 3)]
    assert {each.hour for each in begins} == {12}
    assert begins[1].utcoffset() != begins[0].utcoffset()


@pytest.mark.parametrize(
    ("after", "done", "turn"),
    [
        (-1, 0, None),  # not begun
        (0, 0, 1),
        (24 * 6, 0, 1),  # missed, and made up for within its week
        (24 * 6, 1, None),
        (24 * 8, 1, 2),
        (24 * 22, 1, 4),  # two were missed for good: only the one whose time it is comes
        (24 * 8, 4, None),  # the clock went back: what was made is not made again
        (24 * 28, 3, None),  # over
    ],
)
def test_a_turn_is_made_once_and_only_in_its_time(
    after: float, done: int, turn: int | None
) -> None:
    assert plan().due(NOON + timedelta(hours=after), done) == turn


def test_what_does_not_repeat_has_one_turn_until_its_end() -> None:
    once = plan(weekly=False)
    assert once.due(NOON + timedelta(days=20), 0) == 1
    assert once.due(NOON + timedelta(days=20), 1) is None
    assert once.end_of(1) == once.until


def test_a_turn_that_nobody_could_make_is_over_when_the_next_begins() -> None:
    assert plan().end_of(1) == plan().begin_of(2)
    assert plan(weeks=0.5).end_of(1) == plan(weeks=0.5).until


def test_the_next_look_is_at_the_next_turn_or_at_the_end() -> None:
    assert plan().next_begin(NOON - WEEK, 0) == NOON
    assert plan().next_begin(NOON, 1) == plan().begin_of(2)
    assert plan(weekly=False).next_begin(NOON, 1) == plan().until
    assert plan().next_begin(plan().until, 4) is None


@pytest.mark.parametrize(
    ("before", "after", "room"),
    [
        ([PLAIN] * 9, PLAIN, True),
        ([PLAIN] * 8, PLAIN, False),  # the channel is young
        ([TENDER, *[PLAIN] * 9], PLAIN, False),
        ([PLAIN, TENDER, *[PLAIN] * 9], PLAIN, True),
        ([PLAIN] * 9, TENDER, False),
        ([PLAIN] * 9, None, False),  # nobody knows what comes next
        ([*[PLAIN] * 8, CAMPAIGN, PLAIN], PLAIN, False),
        ([*[PLAIN] * 9, CAMPAIGN], PLAIN, True),
        ([*[PLAIN] * 8, Neighbour(counts=False), PLAIN], PLAIN, True),  # a digest between
        ([*[PLAIN] * 8, Neighbour(counts=False)], PLAIN, False),
    ],
)
def test_a_campaign_stands_between_two_plain_whispers_one_in_ten(
    before: list[Neighbour], after: Neighbour | None, room: bool
) -> None:
    assert has_room(before, after) is room


@pytest.mark.parametrize(
    ("hours_ago", "room"),
    [
        ([], True),
        ([1], True),
        ([1, 2], False),
        ([1, 23], False),  # another day in Paris, and less than 24 hours ago
        ([1, 25], True),
        ([11, 11.5], False),  # this morning
        ([-30, -31], False),  # posted while the clock was ahead
    ],
)
def test_two_campaigns_a_day_wherever_the_clock_stands(hours_ago: list[float], room: bool) -> None:
    times = [NOON - timedelta(hours=each) for each in hours_ago]
    assert has_day(times, NOON, PARIS) is room


def test_behind_a_campaign_comes_the_first_whisper_that_is_not_tender() -> None:
    asked = {"campaign": False, "posted": (), "now": NOON, "zone": PARIS}
    assert next_post([CAMPAIGN], [TENDER, PLAIN], **asked) == 1  # type: ignore[arg-type]
    assert next_post([PLAIN], [TENDER, PLAIN], **asked) == 0  # type: ignore[arg-type]


def test_no_whisper_waits_for_a_campaign_it_gives_way() -> None:
    asked = {"campaign": True, "posted": (), "now": NOON, "zone": PARIS}
    assert next_post([CAMPAIGN], [TENDER], **asked) is Give.WAY  # type: ignore[arg-type]


@dataclass
class Sent:
    """A message of the channel."""

    line: str
    kind: Neighbour
    at: datetime  # by the bot's clock
    turn: tuple[int, int] | None = None


@dataclass
class Simulated:
    """A channel, and a bot that remembers nothing but its tables."""

    rng: random.Random
    now: datetime = NOON
    channel: list[Sent] = field(default_factory=list)
    waiting: list[Neighbour] = field(default_factory=list)
    campaigns: list[tuple[Campaign, Plan]] = field(default_factory=list)
    done: dict[int, int] = field(default_factory=dict)  # campaign -> its last turn in the outbox
    out: list[tuple[int, int]] = field(default_factory=list)  # (campaign, turn) in the outbox
    ever: list[Sent] = field(default_factory=list)  # campaigns that were posted
    cards: int = 0

    def tick(self) -> None:
        """What the clock brings into the outbox, and out of it again when its time is over."""
        for campaign, its in self.campaigns:
            turn = its.due(self.now, self.done.get(campaign.number, 0))
            if turn is not None:
                self.done[campaign.number] = turn
                self.out = [each for each in self.out if each[0] != campaign.number]
                self.out.append((campaign.number, turn))
        plans = {campaign.number: its for campaign, its in self.campaigns}
        self.out = [
            (number, turn)
            for number, turn in self.out
            if plans[number].begin_of(turn) <= self.now < plans[number].end_of(turn)
            or self.now < plans[number].begin_of(turn)
        ]

    def step(self) -> bool:
        plans = {campaign.number: its for campaign, its in self.campaigns}
        ready = [each for each in self.out if self.now >= plans[each[0]].begin_of(each[1])]
        choice = next_post(
            [each.kind for each in reversed(self.channel)],
            self.waiting,
            campaign=bool(ready),
            posted=[each.at for each in self.ever],
            now=self.now,
            zone=PARIS,
        )
        match choice:
            case Give.NOTHING:
                return False
            case Give.WAY:
                self.channel.pop()
            case Give.CAMPAIGN:
                number, turn = ready[0]
                self.out.remove((number, turn))
                campaign = next(each for each, _ in self.campaigns if each.number == number)
                sent = Sent(first_line(campaign), CAMPAIGN, self.now, (number, turn))
                self.channel.append(sent)
                self.ever.append(sent)
            case int():
                self.cards += 1
                self.channel.append(Sent(f"#{self.cards}", self.waiting.pop(choice), self.now))
        return True


def simulate(seed: int) -> Simulated:
    """A month or two: whispers come and are taken back, the bot is away, the clock jumps."""
    rng = random.Random(seed)
    town = Simulated(rng)
    tender = rng.choice((0.0, 0.1, 0.5, 0.9))
    for number in range(1, rng.randint(2, 6)):
        country = rng.choice((*COUNTRIES, ""))
        start = NOON + timedelta(hours=rng.uniform(-48, 400))
        campaign = Campaign(
            number,
            rng.choice((CampaignKind.QUESTION, CampaignKind.POST)),
            CampaignState.APPROVED,
            payer=rng.choice((None, "Marque")),
            label=labels_of(country).words[0],
        )
        until = start + timedelta(hours=rng.uniform(1, 900))
        town.campaigns.append((campaign, Plan(start, until, rng.random() < 0.6, PARIS)))
    for _ in range(rng.randint(20, 120)):
        event = rng.random()
        if event < 0.45:
            for _ in range(rng.randint(1, 8)):
                town.waiting.append(TENDER if rng.random() < tender else PLAIN)
        elif event < 0.55 and town.waiting:
            town.waiting.pop(rng.randrange(len(town.waiting)))  # taken back by its author
        elif event < 0.62:
            town.now += timedelta(hours=rng.uniform(-100, 100))  # the clock jumps
        elif event < 0.67:
            town.now += timedelta(days=rng.uniform(1, 20))  # the bot is away
            continue
        else:
            town.now += timedelta(minutes=rng.uniform(1, 600))
        town.tick()
        for _ in range(rng.randint(0, 10)):
            if not town.step():
                break
            town.now += timedelta(seconds=3)
            town.tick()
    return town


@settings(max_examples=1000)
@given(seed=st.integers(0, 2**48))
def test_over_a_thousand_schedules_every_campaign_is_labelled_capped_and_alone(seed: int) -> None:
    town = simulate(seed)
    labels = {word for country in (*COUNTRIES, "") for word in labels_of(country).words}
    plans = {campaign.number: its for campaign, its in town.campaigns}
    for at, sent in enumerate(town.channel):
        if not sent.kind.campaign:
            continue
        beside = town.channel[max(0, at - 1) : at] + town.channel[at + 1 : at + 2]
        assert not any(each.kind.tender or each.kind.campaign for each in beside)
        ten = town.channel[at : at + ONE_IN]
        assert sum(each.kind.campaign for each in ten) == 1
    for sent in town.ever:
        assert sent.turn is not None
        number, turn = sent.turn
        assert sent.line.split(" · ")[0] in labels
        assert sent.line.endswith(f" · c{number}")
        assert plans[number].begin_of(turn) <= sent.at < plans[number].end_of(turn)
        lately = [e for e in town.ever if timedelta(0) <= e.at - sent.at < timedelta(hours=24)]
        assert len(lately) <= A_DAY
    turns = [sent.turn for sent in town.ever]
    assert len(turns) == len(set(turns))


def test_the_schedules_that_are_tried_do_post_campaigns_and_let_them_give_way() -> None:
    """Else the property would hold of nothing."""
    towns = [simulate(seed) for seed in range(200)]
    assert sum(len(town.ever) for town in towns) > 200
    gone = sum(len(town.ever) for town in towns) - sum(
        each.kind.campaign for town in towns for each in town.channel
    )
    assert gone > 0
    assert any(any(turn > 1 for _, turn in map(turn_of, town.ever)) for town in towns)


def turn_of(sent: Sent) -> tuple[int, int]:
    assert sent.turn is not None
    return sent.turn


def test_a_campaign_without_a_label_has_no_first_line() -> None:
    labelled = Campaign(7, CampaignKind.POST, payer="Marque", label="Publicité")
    assert first_line(labelled) == "Publicité · Marque · c7"
    with pytest.raises(ValueError, match="without a label"):
        first_line(replace(labelled, label=""))

from bot.domain.channel_info import ChannelInfo
from bot.domain.outcome import ChannelName, Refused, TryLater, Unknown
from bot.flows.publishing.follow_name import follow_name
from tests.kit.works import ManualClock, ModelChannel


async def test_what_the_channel_is_called_now_is_taken_over():
    channel = ModelChannel(ManualClock(), named=ChannelName("Rumours", None))
    info = ChannelInfo(channel.chat_id, "Sotto", "sotto_voce")
    assert await follow_name(channel=channel, info=info)
    assert (info.title, info.username, info.link, info.imprint) == (
        "Rumours",
        None,
        None,
        "Rumours",
    )
    assert not await follow_name(channel=channel, info=info)


async def test_an_answer_that_does_not_come_changes_no_name():
    for failed in (
        Unknown("ReadTimeout"),
        TryLater(None, "away"),
        Refused("kicked", chat_unusable=True),
    ):
        channel = ModelChannel(ManualClock(), named=failed)
        info = ChannelInfo(channel.chat_id, "Sotto", "sotto_voce")
        assert not await follow_name(channel=channel, info=info)
        assert info.imprint == "@sotto_voce"

"""The register of campaigns: a part of ``storage/register.py``."""

from storage.held import Held

CAMPAIGNS: dict[str, Held] = {
    "campaigns": Held(
        "What the community's managers ask and show in the channel. Nothing of which of them made "
        "it. Empty while `SOTTO_CAMPAIGNS` is not set.",
        "Stays, as long as its figures do; one that nobody approved leaves when it is given up.",
        {
            "channel": "in which channel",
            "number": "the 7 of c7",
            "kind": "a question, a native post or pictures",
            "state": "a draft, asked, approved, rejected, ended or removed",
            "payer": "who pays for it, as every reader sees",
            "country": "in which country it is shown first",
            "label": "the legal label that it carries",
            "advert": "the number under which a state registers it, as every reader sees",
            "words": "its public words",
            "credit": "of its pictures",
            "picture": "which picture of the library, or that it is its own",
            "style": "which style of letters",
            "starts_at": "when it is to be posted",
            "until": "when it ends",
            "weekly": "whether it is posted once a week until then",
            "turn": "how often that came about",
            "since": "when it first stood in the channel",
            "note": "what moderators want to be changed, or why they said no",
            "asking": "what its managers are asked just now",
            "asked_id": "by which message of their group",
            "review_id": "the message that shows it in the moderators' chat",
            "begun": "a random mark of the button that began it, so that a press which comes twice "
            "begins one",
            "card_id": "the message that shows it in their group",
            "card_says": "which state that message tells",
        },
    ),
    "campaign_pictures": Held(
        "A campaign's own picture, or those that authors may choose; drawn anew, none of the bytes "
        "that came.",
        "With the campaign.",
        {
            "channel": "in which channel",
            "campaign": "number of the campaign",
            "ordinal": "which of its pictures",
            "picture": "by which cards know it",
            "data": "a JPEG made here, without any metadata",
        },
    ),
    "campaign_days": Held(
        "How much of what happened to a campaign on a day. Never when, never who.",
        "Stays: these are its figures.",
        {
            "channel": "in which channel",
            "campaign": "number of the campaign",
            "day": "local day, nothing finer",
            "what": "posts, opens of the link under it, answers taken, approved or rejected, "
            "reactions",
            "times": "how many",
        },
    ),
}

"""Authors propose a card, publish it, and follow its receipt; the pool releases it. No review here,
and no post."""

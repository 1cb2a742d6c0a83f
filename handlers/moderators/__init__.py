"""What the bot answers in the moderators' chat."""

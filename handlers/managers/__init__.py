"""What the bot answers in the community managers' group."""

"""What moderators decide: review, reports, removal, bans and appeals, and what they are told."""

"""From the outbox to the channel: one parcel at a time, and evidence for what became of it."""

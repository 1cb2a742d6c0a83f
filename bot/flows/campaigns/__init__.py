"""Campaigns: managers make them, moderators approve them, the publisher finds room for them."""

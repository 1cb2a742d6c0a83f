"""The composition root: settings, storage and a channel become a running application."""

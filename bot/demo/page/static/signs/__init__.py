"""bot/demo/page/static/signs: TODO."""

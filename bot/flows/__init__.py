"""One verb per file. A flow takes the few abilities it needs, and the time as an argument."""

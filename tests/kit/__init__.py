"""What tests share: the one town, builders, clocks, and a model of the channel."""

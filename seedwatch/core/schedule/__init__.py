"""When: the next visit of a feed, and the re-checks of stored articles. Clocks are passed in."""

"""One thin stage each; their order is in crawler.addon."""

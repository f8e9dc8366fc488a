"""A misbehaving news web, a crawl over it, and what the crawl lost, doubled or should not have done."""

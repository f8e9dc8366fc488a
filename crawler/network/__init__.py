"""Name resolution, connections and shutdown beneath Scrapy."""

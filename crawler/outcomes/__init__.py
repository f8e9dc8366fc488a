"""How requests end: classified responses and failures, open visits, the report of a crawl."""

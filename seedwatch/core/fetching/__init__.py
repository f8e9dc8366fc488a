"""May we fetch, and how politely: addresses, SSRF guard, robots.txt, usage rights, conditional requests, backoff."""

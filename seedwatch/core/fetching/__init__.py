"""May we fetch, and how politely: addresses, the SSRF guard, robots.txt, usage rights, conditional requests, backoff."""

"""Full-text search on two engines with one meaning."""

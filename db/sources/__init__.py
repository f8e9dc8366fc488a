"""What is fetched: the catalogue, feeds and their visits, hosts."""

"""What becomes of each entry of a feed, before anything is fetched."""

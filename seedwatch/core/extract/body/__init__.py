"""Which blocks of a page are its body."""

"""Every date that a page and its feed tell, each with what it says of itself, and the choice among them."""

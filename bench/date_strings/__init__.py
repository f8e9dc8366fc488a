"""Generated date strings with known truth, and the scorer of `core/dates` over them."""

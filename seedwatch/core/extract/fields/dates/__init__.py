"""Every date that a page and its feed tell, each with what it says of itself, and the choice among them."""

from seedwatch.core.extract.fields.dates.collect import page_dates
from seedwatch.core.extract.fields.dates.weigh import published

__all__ = ["page_dates", "published"]

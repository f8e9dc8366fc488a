"""Why a page is no article: gates (paywall, consent, login, bot check), listings, soft 404."""

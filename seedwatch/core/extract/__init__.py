"""From the bytes of a page to an `Extraction`: one parse, shared by every pass. Never raises on any bytes."""

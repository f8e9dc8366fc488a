"""What leaves the machine: exports, citations, feeds. From records to bytes; no database, no web."""

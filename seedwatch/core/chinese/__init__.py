"""Chinese text for machines: folding of characters and regional words, tables, names in all their forms."""

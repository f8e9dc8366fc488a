"""What changed: diff of two versions, boilerplate that is no edit, a layout change of a site."""

"""A page to look at: one HTML file with the source, the text and the tree of a document."""

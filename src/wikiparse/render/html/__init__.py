"""HTML, safe or bare."""

"""HTML tags, shared by both grammars and the renderers."""

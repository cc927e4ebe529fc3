"""Markdown: CommonMark, GFM, and the hybrids that converters make of wiki pages."""

"""Markdown: CommonMark, GFM, and what converters make of wiki pages."""

"""The wiki's own templates: calls to the text that MediaWiki makes of them."""

"""Where are the blocks of wikitext?"""

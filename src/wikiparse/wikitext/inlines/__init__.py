"""What is inside a block of wikitext?"""

"""Where are the blocks of Markdown?"""

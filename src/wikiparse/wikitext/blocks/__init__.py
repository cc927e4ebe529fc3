"""Where are the blocks?"""

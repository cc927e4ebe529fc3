"""What is inside a block of Markdown?"""

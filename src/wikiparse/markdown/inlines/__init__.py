"""What is inside a block?"""

"""The third phase: what do the parts refer to?"""

"""The atlas: what is where and when, counted beforehand so that a million cost no more.

`grid` is pure arithmetic, `keeping` writes the counts in the transaction that changes an
item, `looking` reads a part of the map, `counting` reads the years.
"""

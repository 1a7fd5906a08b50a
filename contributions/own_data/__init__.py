"""What we hold of a person: given to them whole, and forgotten when they ask.

`rules` says for every column that names a person what happens with it; a test walks
all tables, so that a new one without a rule fails. `whose` finds what is theirs,
`export` writes it down, `erasing` forgets it and says before what it will keep.
"""

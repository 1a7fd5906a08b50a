"""Moving in: the export of a blog becomes posts of ours; comments are the door's."""

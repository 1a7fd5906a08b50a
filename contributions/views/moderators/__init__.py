"""The pages of the staff: the queue, the desk of one contribution, the comments."""

"""The pages of those who give: begin and write a draft, then follow it."""

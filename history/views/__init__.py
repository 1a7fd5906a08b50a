"""The visitor's pages of the archive; they read, and read only what is published."""

"""The page at the mock's root, for people. Its files are plain HTML, CSS and JavaScript."""

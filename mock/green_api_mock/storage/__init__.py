"""The storage behind the links: files, parts of them, and what goes wrong with them."""

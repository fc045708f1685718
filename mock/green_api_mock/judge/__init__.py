"""Prism: installed, run as a child process, and asked whether a request keeps to the contract."""

"""Modules that are copied as they are into the generated package.

They are what the templates' code calls. They know neither the generator nor the contract, and
need no more than httpx and the standard library.
"""

"""A proxy that reports every request and answer that the contract does not allow.

Requests go to the API and answers to the client as they are, and Prism judges a copy of both.
"""

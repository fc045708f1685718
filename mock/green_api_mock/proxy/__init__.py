"""A proxy that reports every request and answer that the contract does not allow.

Prism's proxy does the checking. It is not asked to do the forwarding: of an empty answer that calls
itself JSON, which the real gateway gives, it makes a server error of its own, and a request that is
not JSON it answers by itself. So the request goes to the API and the answer to the client as they
are, and Prism is shown a copy of both.
"""

"""The mock as it runs: the HTTP server, its beginning and end, and what is read anew."""

"""What the library says of itself to servers."""

__version__ = "0.1.0"
USER_AGENT = f"green-api-files/{__version__}"

"""What the mock remembers of each instance. Nothing here knows HTTP or the contract's file."""

"""The loops that do what calls and transfers decide: send, wait, hand on. One for each twin."""

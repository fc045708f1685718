"""How strong is the gate? One change at a time, on one side only, has to make it fail."""

"""The mock's own endpoints: what arrived, what the next requests get, a fresh start."""

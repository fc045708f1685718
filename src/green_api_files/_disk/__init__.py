"""Files on a disk: whole, durable and named, or not there at all."""

"""Makes the client in `generated_client/` from `openapi.yaml`, and checks both."""

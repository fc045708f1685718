"""No status and no body makes the generated client raise: looked for by coverage."""

# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Contains endpoint functions for accessing the API"""

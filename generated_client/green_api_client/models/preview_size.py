# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from enum import StrEnum


class PreviewSize(StrEnum):
    LARGE = "large"
    SMALL = "small"

    def __str__(self) -> str:
        return str(self.value)

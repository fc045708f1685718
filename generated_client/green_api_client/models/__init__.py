# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Contains all the data models used in inputs/outputs"""

from .download_file_request import DownloadFileRequest
from .error_envelope import ErrorEnvelope
from .file_link import FileLink
from .quota_exceeded import QuotaExceeded
from .quota_status import QuotaStatus

__all__ = (
    "DownloadFileRequest",
    "ErrorEnvelope",
    "FileLink",
    "QuotaExceeded",
    "QuotaStatus",
)

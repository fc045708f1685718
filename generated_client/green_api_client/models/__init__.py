# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Contains all the data models used in inputs/outputs"""

from .custom_preview import CustomPreview
from .download_file_request import DownloadFileRequest
from .error_envelope import ErrorEnvelope
from .file_link import FileLink
from .instance_state import InstanceState
from .notification_deletion import NotificationDeletion
from .preview_size import PreviewSize
from .queue_error import QueueError
from .queued_message import QueuedMessage
from .quota_exceeded import QuotaExceeded
from .quota_status import QuotaStatus
from .saved_settings import SavedSettings
from .send_file_by_url_request import SendFileByUrlRequest
from .send_message_request import SendMessageRequest
from .set_settings_request import SetSettingsRequest
from .settings import Settings
from .switch import Switch

__all__ = (
    "CustomPreview",
    "DownloadFileRequest",
    "ErrorEnvelope",
    "FileLink",
    "InstanceState",
    "NotificationDeletion",
    "PreviewSize",
    "QueuedMessage",
    "QueueError",
    "QuotaExceeded",
    "QuotaStatus",
    "SavedSettings",
    "SendFileByUrlRequest",
    "SendMessageRequest",
    "SetSettingsRequest",
    "Settings",
    "Switch",
)

# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .audio_message import AudioMessage
    from .button import Button
    from .button_reply import ButtonReply
    from .buttons import Buttons
    from .call_event import CallEvent
    from .call_participant import CallParticipant
    from .contact import Contact
    from .contact_message import ContactMessage
    from .contacts import Contacts
    from .contacts_array_message import ContactsArrayMessage
    from .custom_preview import CustomPreview
    from .deleted_message import DeletedMessage
    from .deletion import Deletion
    from .document_message import DocumentMessage
    from .download_file_request import DownloadFileRequest
    from .edit import Edit
    from .edited_message import EditedMessage
    from .error_envelope import ErrorEnvelope
    from .extended_text import ExtendedText
    from .extended_text_message import ExtendedTextMessage
    from .file_data import FileData
    from .file_link import FileLink
    from .file_message import FileMessage
    from .get_chat_history_request import GetChatHistoryRequest
    from .get_message_request import GetMessageRequest
    from .group_invite import GroupInvite
    from .group_invite_message import GroupInviteMessage
    from .image_message import ImageMessage
    from .incoming_block import IncomingBlock
    from .incoming_call import IncomingCall
    from .incoming_message_received import IncomingMessageReceived
    from .instance_data import InstanceData
    from .instance_state import InstanceState
    from .interactive_buttons_message import InteractiveButtonsMessage
    from .interactive_buttons_response import InteractiveButtonsResponse
    from .invite_expiration import InviteExpiration
    from .journal_audio_message import JournalAudioMessage
    from .journal_contact_message import JournalContactMessage
    from .journal_contacts_array_message import JournalContactsArrayMessage
    from .journal_deleted_message import JournalDeletedMessage
    from .journal_document_message import JournalDocumentMessage
    from .journal_entry import JournalEntry
    from .journal_extended_text_message import JournalExtendedTextMessage
    from .journal_group_invite_message import JournalGroupInviteMessage
    from .journal_image_message import JournalImageMessage
    from .journal_interactive_buttons_message import JournalInteractiveButtonsMessage
    from .journal_location_message import JournalLocationMessage
    from .journal_message import JournalMessage
    from .journal_poll_message import JournalPollMessage
    from .journal_poll_update_message import JournalPollUpdateMessage
    from .journal_quoted_message import JournalQuotedMessage
    from .journal_reaction_message import JournalReactionMessage
    from .journal_sticker_message import JournalStickerMessage
    from .journal_text_message import JournalTextMessage
    from .journal_video_message import JournalVideoMessage
    from .location import Location
    from .location_message import LocationMessage
    from .message_data import MessageData
    from .message_event import MessageEvent
    from .notification import Notification
    from .notification_body import NotificationBody
    from .notification_deletion import NotificationDeletion
    from .outgoing_api_message_received import OutgoingApiMessageReceived
    from .outgoing_call import OutgoingCall
    from .outgoing_message_received import OutgoingMessageReceived
    from .outgoing_message_status import OutgoingMessageStatus
    from .poll import Poll
    from .poll_message import PollMessage
    from .poll_option import PollOption
    from .poll_update import PollUpdate
    from .poll_update_message import PollUpdateMessage
    from .poll_votes import PollVotes
    from .preview_size import PreviewSize
    from .queue_error import QueueError
    from .queued_file import QueuedFile
    from .queued_message import QueuedMessage
    from .quota_exceeded import QuotaExceeded
    from .quota_exceeded_notification import QuotaExceededNotification
    from .quota_status import QuotaStatus
    from .quotation import Quotation
    from .quoted_message import QuotedMessage
    from .reaction_message import ReactionMessage
    from .saved_settings import SavedSettings
    from .send_file_by_upload_request import SendFileByUploadRequest
    from .send_file_by_url_request import SendFileByUrlRequest
    from .send_message_request import SendMessageRequest
    from .sender_data import SenderData
    from .set_settings_request import SetSettingsRequest
    from .settings import Settings
    from .state_instance_changed import StateInstanceChanged
    from .sticker_message import StickerMessage
    from .switch import Switch
    from .template_buttons_reply_message import TemplateButtonsReplyMessage
    from .text_message import TextMessage
    from .text_message_data import TextMessageData
    from .thumbnail_type_1 import ThumbnailType1
    from .unknown_journal_message import UnknownJournalMessage
    from .unknown_message import UnknownMessage
    from .unknown_notification import UnknownNotification
    from .video_message import VideoMessage

__all__ = (
    "AudioMessage",
    "Button",
    "ButtonReply",
    "Buttons",
    "CallEvent",
    "CallParticipant",
    "Contact",
    "ContactMessage",
    "Contacts",
    "ContactsArrayMessage",
    "CustomPreview",
    "DeletedMessage",
    "Deletion",
    "DocumentMessage",
    "DownloadFileRequest",
    "Edit",
    "EditedMessage",
    "ErrorEnvelope",
    "ExtendedText",
    "ExtendedTextMessage",
    "FileData",
    "FileLink",
    "FileMessage",
    "GetChatHistoryRequest",
    "GetMessageRequest",
    "GroupInvite",
    "GroupInviteMessage",
    "ImageMessage",
    "IncomingBlock",
    "IncomingCall",
    "IncomingMessageReceived",
    "InstanceData",
    "InstanceState",
    "InteractiveButtonsMessage",
    "InteractiveButtonsResponse",
    "InviteExpiration",
    "JournalAudioMessage",
    "JournalContactMessage",
    "JournalContactsArrayMessage",
    "JournalDeletedMessage",
    "JournalDocumentMessage",
    "JournalEntry",
    "JournalExtendedTextMessage",
    "JournalGroupInviteMessage",
    "JournalImageMessage",
    "JournalInteractiveButtonsMessage",
    "JournalLocationMessage",
    "JournalMessage",
    "JournalPollMessage",
    "JournalPollUpdateMessage",
    "JournalQuotedMessage",
    "JournalReactionMessage",
    "JournalStickerMessage",
    "JournalTextMessage",
    "JournalVideoMessage",
    "Location",
    "LocationMessage",
    "MessageData",
    "MessageEvent",
    "Notification",
    "NotificationBody",
    "NotificationDeletion",
    "OutgoingApiMessageReceived",
    "OutgoingCall",
    "OutgoingMessageReceived",
    "OutgoingMessageStatus",
    "Poll",
    "PollMessage",
    "PollOption",
    "PollUpdate",
    "PollUpdateMessage",
    "PollVotes",
    "PreviewSize",
    "QueuedFile",
    "QueuedMessage",
    "QueueError",
    "QuotaExceeded",
    "QuotaExceededNotification",
    "QuotaStatus",
    "Quotation",
    "QuotedMessage",
    "ReactionMessage",
    "SavedSettings",
    "SenderData",
    "SendFileByUploadRequest",
    "SendFileByUrlRequest",
    "SendMessageRequest",
    "SetSettingsRequest",
    "Settings",
    "StateInstanceChanged",
    "StickerMessage",
    "Switch",
    "TemplateButtonsReplyMessage",
    "TextMessage",
    "TextMessageData",
    "ThumbnailType1",
    "UnknownJournalMessage",
    "UnknownMessage",
    "UnknownNotification",
    "VideoMessage",
)

_MODULES = {
    "AudioMessage": ".audio_message",
    "Button": ".button",
    "ButtonReply": ".button_reply",
    "Buttons": ".buttons",
    "CallEvent": ".call_event",
    "CallParticipant": ".call_participant",
    "Contact": ".contact",
    "ContactMessage": ".contact_message",
    "Contacts": ".contacts",
    "ContactsArrayMessage": ".contacts_array_message",
    "CustomPreview": ".custom_preview",
    "DeletedMessage": ".deleted_message",
    "Deletion": ".deletion",
    "DocumentMessage": ".document_message",
    "DownloadFileRequest": ".download_file_request",
    "Edit": ".edit",
    "EditedMessage": ".edited_message",
    "ErrorEnvelope": ".error_envelope",
    "ExtendedText": ".extended_text",
    "ExtendedTextMessage": ".extended_text_message",
    "FileData": ".file_data",
    "FileLink": ".file_link",
    "FileMessage": ".file_message",
    "GetChatHistoryRequest": ".get_chat_history_request",
    "GetMessageRequest": ".get_message_request",
    "GroupInvite": ".group_invite",
    "GroupInviteMessage": ".group_invite_message",
    "ImageMessage": ".image_message",
    "IncomingBlock": ".incoming_block",
    "IncomingCall": ".incoming_call",
    "IncomingMessageReceived": ".incoming_message_received",
    "InstanceData": ".instance_data",
    "InstanceState": ".instance_state",
    "InteractiveButtonsMessage": ".interactive_buttons_message",
    "InteractiveButtonsResponse": ".interactive_buttons_response",
    "InviteExpiration": ".invite_expiration",
    "JournalAudioMessage": ".journal_audio_message",
    "JournalContactMessage": ".journal_contact_message",
    "JournalContactsArrayMessage": ".journal_contacts_array_message",
    "JournalDeletedMessage": ".journal_deleted_message",
    "JournalDocumentMessage": ".journal_document_message",
    "JournalEntry": ".journal_entry",
    "JournalExtendedTextMessage": ".journal_extended_text_message",
    "JournalGroupInviteMessage": ".journal_group_invite_message",
    "JournalImageMessage": ".journal_image_message",
    "JournalInteractiveButtonsMessage": ".journal_interactive_buttons_message",
    "JournalLocationMessage": ".journal_location_message",
    "JournalMessage": ".journal_message",
    "JournalPollMessage": ".journal_poll_message",
    "JournalPollUpdateMessage": ".journal_poll_update_message",
    "JournalQuotedMessage": ".journal_quoted_message",
    "JournalReactionMessage": ".journal_reaction_message",
    "JournalStickerMessage": ".journal_sticker_message",
    "JournalTextMessage": ".journal_text_message",
    "JournalVideoMessage": ".journal_video_message",
    "Location": ".location",
    "LocationMessage": ".location_message",
    "MessageData": ".message_data",
    "MessageEvent": ".message_event",
    "Notification": ".notification",
    "NotificationBody": ".notification_body",
    "NotificationDeletion": ".notification_deletion",
    "OutgoingApiMessageReceived": ".outgoing_api_message_received",
    "OutgoingCall": ".outgoing_call",
    "OutgoingMessageReceived": ".outgoing_message_received",
    "OutgoingMessageStatus": ".outgoing_message_status",
    "Poll": ".poll",
    "PollMessage": ".poll_message",
    "PollOption": ".poll_option",
    "PollUpdate": ".poll_update",
    "PollUpdateMessage": ".poll_update_message",
    "PollVotes": ".poll_votes",
    "PreviewSize": ".preview_size",
    "QueueError": ".queue_error",
    "QueuedFile": ".queued_file",
    "QueuedMessage": ".queued_message",
    "QuotaExceeded": ".quota_exceeded",
    "QuotaExceededNotification": ".quota_exceeded_notification",
    "QuotaStatus": ".quota_status",
    "Quotation": ".quotation",
    "QuotedMessage": ".quoted_message",
    "ReactionMessage": ".reaction_message",
    "SavedSettings": ".saved_settings",
    "SendFileByUploadRequest": ".send_file_by_upload_request",
    "SendFileByUrlRequest": ".send_file_by_url_request",
    "SendMessageRequest": ".send_message_request",
    "SenderData": ".sender_data",
    "SetSettingsRequest": ".set_settings_request",
    "Settings": ".settings",
    "StateInstanceChanged": ".state_instance_changed",
    "StickerMessage": ".sticker_message",
    "Switch": ".switch",
    "TemplateButtonsReplyMessage": ".template_buttons_reply_message",
    "TextMessage": ".text_message",
    "TextMessageData": ".text_message_data",
    "ThumbnailType1": ".thumbnail_type_1",
    "UnknownJournalMessage": ".unknown_journal_message",
    "UnknownMessage": ".unknown_message",
    "UnknownNotification": ".unknown_notification",
    "VideoMessage": ".video_message",
}

if not TYPE_CHECKING:  # to a type checker this would mean that every name is there

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        model = getattr(import_module(_MODULES[name], __name__), name)
        globals()[name] = model
        return model

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})

# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from typing import TypeAlias

from ..models.audio_message import AudioMessage
from ..models.contact_message import ContactMessage
from ..models.contacts_array_message import ContactsArrayMessage
from ..models.deleted_message import DeletedMessage
from ..models.document_message import DocumentMessage
from ..models.edited_message import EditedMessage
from ..models.extended_text_message import ExtendedTextMessage
from ..models.group_invite_message import GroupInviteMessage
from ..models.image_message import ImageMessage
from ..models.interactive_buttons_message import InteractiveButtonsMessage
from ..models.interactive_buttons_response import InteractiveButtonsResponse
from ..models.location_message import LocationMessage
from ..models.poll_message import PollMessage
from ..models.poll_update_message import PollUpdateMessage
from ..models.quoted_message import QuotedMessage
from ..models.reaction_message import ReactionMessage
from ..models.sticker_message import StickerMessage
from ..models.template_buttons_reply_message import TemplateButtonsReplyMessage
from ..models.text_message import TextMessage
from ..models.unknown_message import UnknownMessage
from ..models.video_message import VideoMessage

MessageData: TypeAlias = (
    TextMessage
    | ExtendedTextMessage
    | ImageMessage
    | VideoMessage
    | DocumentMessage
    | AudioMessage
    | StickerMessage
    | QuotedMessage
    | ReactionMessage
    | EditedMessage
    | DeletedMessage
    | LocationMessage
    | ContactMessage
    | ContactsArrayMessage
    | PollMessage
    | PollUpdateMessage
    | GroupInviteMessage
    | InteractiveButtonsMessage
    | InteractiveButtonsResponse
    | TemplateButtonsReplyMessage
    | UnknownMessage
)
""" What a message holds. `typeMessage` tells which. """

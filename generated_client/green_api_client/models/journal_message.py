# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from typing import TypeAlias

from ..models.journal_audio_message import JournalAudioMessage
from ..models.journal_contact_message import JournalContactMessage
from ..models.journal_contacts_array_message import JournalContactsArrayMessage
from ..models.journal_deleted_message import JournalDeletedMessage
from ..models.journal_document_message import JournalDocumentMessage
from ..models.journal_extended_text_message import JournalExtendedTextMessage
from ..models.journal_group_invite_message import JournalGroupInviteMessage
from ..models.journal_image_message import JournalImageMessage
from ..models.journal_interactive_buttons_message import (
    JournalInteractiveButtonsMessage,
)
from ..models.journal_location_message import JournalLocationMessage
from ..models.journal_poll_message import JournalPollMessage
from ..models.journal_poll_update_message import JournalPollUpdateMessage
from ..models.journal_quoted_message import JournalQuotedMessage
from ..models.journal_reaction_message import JournalReactionMessage
from ..models.journal_sticker_message import JournalStickerMessage
from ..models.journal_text_message import JournalTextMessage
from ..models.journal_video_message import JournalVideoMessage
from ..models.unknown_journal_message import UnknownJournalMessage

JournalMessage: TypeAlias = (
    JournalTextMessage
    | JournalExtendedTextMessage
    | JournalImageMessage
    | JournalVideoMessage
    | JournalDocumentMessage
    | JournalAudioMessage
    | JournalStickerMessage
    | JournalQuotedMessage
    | JournalReactionMessage
    | JournalDeletedMessage
    | JournalLocationMessage
    | JournalContactMessage
    | JournalContactsArrayMessage
    | JournalPollMessage
    | JournalPollUpdateMessage
    | JournalGroupInviteMessage
    | JournalInteractiveButtonsMessage
    | UnknownJournalMessage
)
""" A message of a journal. `typeMessage` tells its kind. """

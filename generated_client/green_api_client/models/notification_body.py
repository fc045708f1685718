# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from typing import TypeAlias

from ..models.incoming_block import IncomingBlock
from ..models.incoming_call import IncomingCall
from ..models.incoming_message_received import IncomingMessageReceived
from ..models.outgoing_api_message_received import OutgoingApiMessageReceived
from ..models.outgoing_call import OutgoingCall
from ..models.outgoing_message_received import OutgoingMessageReceived
from ..models.outgoing_message_status import OutgoingMessageStatus
from ..models.quota_exceeded_notification import QuotaExceededNotification
from ..models.state_instance_changed import StateInstanceChanged
from ..models.unknown_notification import UnknownNotification

NotificationBody: TypeAlias = (
    IncomingMessageReceived
    | OutgoingMessageReceived
    | OutgoingApiMessageReceived
    | OutgoingMessageStatus
    | StateInstanceChanged
    | IncomingCall
    | OutgoingCall
    | IncomingBlock
    | QuotaExceededNotification
    | UnknownNotification
)
""" What happened. `typeWebhook` tells which. """

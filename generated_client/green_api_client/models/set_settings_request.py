# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..models.switch import Switch
from ..types import UNSET, Unset

T = TypeVar("T", bound="SetSettingsRequest")


@_attrs_define
class SetSettingsRequest:
    """The settings to change. What is not named stays.

    Attributes:
        webhook_url (str | Unset): Where notifications are posted to. Empty: nowhere, and only then can they be received
            by the API.
        webhook_url_token (str | Unset): What is sent with them in `Authorization`. Empty for nothing.
        delay_send_messages_milliseconds (int | Unset): The pause between two messages that are sent. At most 300000 is
            recommended.
        mark_incoming_messages_readed (Switch | Unset): Whether a setting is on.
        mark_incoming_messages_readed_on_reply (Switch | Unset): Whether a setting is on.
        outgoing_webhook (Switch | Unset): Whether a setting is on.
        outgoing_message_webhook (Switch | Unset): Whether a setting is on.
        outgoing_api_message_webhook (Switch | Unset): Whether a setting is on.
        incoming_webhook (Switch | Unset): Whether a setting is on.
        state_webhook (Switch | Unset): Whether a setting is on.
        keep_online_status (Switch | Unset): Whether a setting is on.
        poll_message_webhook (Switch | Unset): Whether a setting is on.
        incoming_call_webhook (Switch | Unset): Whether a setting is on.
        outgoing_call_webhook (Switch | Unset): Whether a setting is on.
        edited_message_webhook (Switch | Unset): Whether a setting is on.
        deleted_message_webhook (Switch | Unset): Whether a setting is on.
        enable_lid_mode (Switch | Unset): Whether a setting is on.
    """

    webhook_url: str | Unset = UNSET
    webhook_url_token: str | Unset = _attrs_field(default=UNSET, repr=False)
    delay_send_messages_milliseconds: int | Unset = UNSET
    mark_incoming_messages_readed: Switch | Unset = UNSET
    mark_incoming_messages_readed_on_reply: Switch | Unset = UNSET
    outgoing_webhook: Switch | Unset = UNSET
    outgoing_message_webhook: Switch | Unset = UNSET
    outgoing_api_message_webhook: Switch | Unset = UNSET
    incoming_webhook: Switch | Unset = UNSET
    state_webhook: Switch | Unset = UNSET
    keep_online_status: Switch | Unset = UNSET
    poll_message_webhook: Switch | Unset = UNSET
    incoming_call_webhook: Switch | Unset = UNSET
    outgoing_call_webhook: Switch | Unset = UNSET
    edited_message_webhook: Switch | Unset = UNSET
    deleted_message_webhook: Switch | Unset = UNSET
    enable_lid_mode: Switch | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        webhook_url = self.webhook_url

        webhook_url_token = self.webhook_url_token

        delay_send_messages_milliseconds = self.delay_send_messages_milliseconds

        mark_incoming_messages_readed: str | Unset = UNSET
        if not isinstance(self.mark_incoming_messages_readed, Unset):
            mark_incoming_messages_readed = self.mark_incoming_messages_readed.value

        mark_incoming_messages_readed_on_reply: str | Unset = UNSET
        if not isinstance(self.mark_incoming_messages_readed_on_reply, Unset):
            mark_incoming_messages_readed_on_reply = (
                self.mark_incoming_messages_readed_on_reply.value
            )

        outgoing_webhook: str | Unset = UNSET
        if not isinstance(self.outgoing_webhook, Unset):
            outgoing_webhook = self.outgoing_webhook.value

        outgoing_message_webhook: str | Unset = UNSET
        if not isinstance(self.outgoing_message_webhook, Unset):
            outgoing_message_webhook = self.outgoing_message_webhook.value

        outgoing_api_message_webhook: str | Unset = UNSET
        if not isinstance(self.outgoing_api_message_webhook, Unset):
            outgoing_api_message_webhook = self.outgoing_api_message_webhook.value

        incoming_webhook: str | Unset = UNSET
        if not isinstance(self.incoming_webhook, Unset):
            incoming_webhook = self.incoming_webhook.value

        state_webhook: str | Unset = UNSET
        if not isinstance(self.state_webhook, Unset):
            state_webhook = self.state_webhook.value

        keep_online_status: str | Unset = UNSET
        if not isinstance(self.keep_online_status, Unset):
            keep_online_status = self.keep_online_status.value

        poll_message_webhook: str | Unset = UNSET
        if not isinstance(self.poll_message_webhook, Unset):
            poll_message_webhook = self.poll_message_webhook.value

        incoming_call_webhook: str | Unset = UNSET
        if not isinstance(self.incoming_call_webhook, Unset):
            incoming_call_webhook = self.incoming_call_webhook.value

        outgoing_call_webhook: str | Unset = UNSET
        if not isinstance(self.outgoing_call_webhook, Unset):
            outgoing_call_webhook = self.outgoing_call_webhook.value

        edited_message_webhook: str | Unset = UNSET
        if not isinstance(self.edited_message_webhook, Unset):
            edited_message_webhook = self.edited_message_webhook.value

        deleted_message_webhook: str | Unset = UNSET
        if not isinstance(self.deleted_message_webhook, Unset):
            deleted_message_webhook = self.deleted_message_webhook.value

        enable_lid_mode: str | Unset = UNSET
        if not isinstance(self.enable_lid_mode, Unset):
            enable_lid_mode = self.enable_lid_mode.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if webhook_url is not UNSET:
            field_dict["webhookUrl"] = webhook_url
        if webhook_url_token is not UNSET:
            field_dict["webhookUrlToken"] = webhook_url_token
        if delay_send_messages_milliseconds is not UNSET:
            field_dict["delaySendMessagesMilliseconds"] = (
                delay_send_messages_milliseconds
            )
        if mark_incoming_messages_readed is not UNSET:
            field_dict["markIncomingMessagesReaded"] = mark_incoming_messages_readed
        if mark_incoming_messages_readed_on_reply is not UNSET:
            field_dict["markIncomingMessagesReadedOnReply"] = (
                mark_incoming_messages_readed_on_reply
            )
        if outgoing_webhook is not UNSET:
            field_dict["outgoingWebhook"] = outgoing_webhook
        if outgoing_message_webhook is not UNSET:
            field_dict["outgoingMessageWebhook"] = outgoing_message_webhook
        if outgoing_api_message_webhook is not UNSET:
            field_dict["outgoingAPIMessageWebhook"] = outgoing_api_message_webhook
        if incoming_webhook is not UNSET:
            field_dict["incomingWebhook"] = incoming_webhook
        if state_webhook is not UNSET:
            field_dict["stateWebhook"] = state_webhook
        if keep_online_status is not UNSET:
            field_dict["keepOnlineStatus"] = keep_online_status
        if poll_message_webhook is not UNSET:
            field_dict["pollMessageWebhook"] = poll_message_webhook
        if incoming_call_webhook is not UNSET:
            field_dict["incomingCallWebhook"] = incoming_call_webhook
        if outgoing_call_webhook is not UNSET:
            field_dict["outgoingCallWebhook"] = outgoing_call_webhook
        if edited_message_webhook is not UNSET:
            field_dict["editedMessageWebhook"] = edited_message_webhook
        if deleted_message_webhook is not UNSET:
            field_dict["deletedMessageWebhook"] = deleted_message_webhook
        if enable_lid_mode is not UNSET:
            field_dict["enableLidMode"] = enable_lid_mode

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        webhook_url = checked(d.pop("webhookUrl", UNSET), str, Unset)

        webhook_url_token = checked(d.pop("webhookUrlToken", UNSET), str, Unset)

        delay_send_messages_milliseconds = checked(
            d.pop("delaySendMessagesMilliseconds", UNSET), int, Unset
        )

        _mark_incoming_messages_readed = d.pop("markIncomingMessagesReaded", UNSET)
        mark_incoming_messages_readed: Switch | Unset
        if isinstance(_mark_incoming_messages_readed, Unset):
            mark_incoming_messages_readed = UNSET
        else:
            mark_incoming_messages_readed = Switch(
                checked(_mark_incoming_messages_readed, str)
            )

        _mark_incoming_messages_readed_on_reply = d.pop(
            "markIncomingMessagesReadedOnReply", UNSET
        )
        mark_incoming_messages_readed_on_reply: Switch | Unset
        if isinstance(_mark_incoming_messages_readed_on_reply, Unset):
            mark_incoming_messages_readed_on_reply = UNSET
        else:
            mark_incoming_messages_readed_on_reply = Switch(
                checked(_mark_incoming_messages_readed_on_reply, str)
            )

        _outgoing_webhook = d.pop("outgoingWebhook", UNSET)
        outgoing_webhook: Switch | Unset
        if isinstance(_outgoing_webhook, Unset):
            outgoing_webhook = UNSET
        else:
            outgoing_webhook = Switch(checked(_outgoing_webhook, str))

        _outgoing_message_webhook = d.pop("outgoingMessageWebhook", UNSET)
        outgoing_message_webhook: Switch | Unset
        if isinstance(_outgoing_message_webhook, Unset):
            outgoing_message_webhook = UNSET
        else:
            outgoing_message_webhook = Switch(checked(_outgoing_message_webhook, str))

        _outgoing_api_message_webhook = d.pop("outgoingAPIMessageWebhook", UNSET)
        outgoing_api_message_webhook: Switch | Unset
        if isinstance(_outgoing_api_message_webhook, Unset):
            outgoing_api_message_webhook = UNSET
        else:
            outgoing_api_message_webhook = Switch(
                checked(_outgoing_api_message_webhook, str)
            )

        _incoming_webhook = d.pop("incomingWebhook", UNSET)
        incoming_webhook: Switch | Unset
        if isinstance(_incoming_webhook, Unset):
            incoming_webhook = UNSET
        else:
            incoming_webhook = Switch(checked(_incoming_webhook, str))

        _state_webhook = d.pop("stateWebhook", UNSET)
        state_webhook: Switch | Unset
        if isinstance(_state_webhook, Unset):
            state_webhook = UNSET
        else:
            state_webhook = Switch(checked(_state_webhook, str))

        _keep_online_status = d.pop("keepOnlineStatus", UNSET)
        keep_online_status: Switch | Unset
        if isinstance(_keep_online_status, Unset):
            keep_online_status = UNSET
        else:
            keep_online_status = Switch(checked(_keep_online_status, str))

        _poll_message_webhook = d.pop("pollMessageWebhook", UNSET)
        poll_message_webhook: Switch | Unset
        if isinstance(_poll_message_webhook, Unset):
            poll_message_webhook = UNSET
        else:
            poll_message_webhook = Switch(checked(_poll_message_webhook, str))

        _incoming_call_webhook = d.pop("incomingCallWebhook", UNSET)
        incoming_call_webhook: Switch | Unset
        if isinstance(_incoming_call_webhook, Unset):
            incoming_call_webhook = UNSET
        else:
            incoming_call_webhook = Switch(checked(_incoming_call_webhook, str))

        _outgoing_call_webhook = d.pop("outgoingCallWebhook", UNSET)
        outgoing_call_webhook: Switch | Unset
        if isinstance(_outgoing_call_webhook, Unset):
            outgoing_call_webhook = UNSET
        else:
            outgoing_call_webhook = Switch(checked(_outgoing_call_webhook, str))

        _edited_message_webhook = d.pop("editedMessageWebhook", UNSET)
        edited_message_webhook: Switch | Unset
        if isinstance(_edited_message_webhook, Unset):
            edited_message_webhook = UNSET
        else:
            edited_message_webhook = Switch(checked(_edited_message_webhook, str))

        _deleted_message_webhook = d.pop("deletedMessageWebhook", UNSET)
        deleted_message_webhook: Switch | Unset
        if isinstance(_deleted_message_webhook, Unset):
            deleted_message_webhook = UNSET
        else:
            deleted_message_webhook = Switch(checked(_deleted_message_webhook, str))

        _enable_lid_mode = d.pop("enableLidMode", UNSET)
        enable_lid_mode: Switch | Unset
        if isinstance(_enable_lid_mode, Unset):
            enable_lid_mode = UNSET
        else:
            enable_lid_mode = Switch(checked(_enable_lid_mode, str))

        _made = cls(
            webhook_url=webhook_url,
            webhook_url_token=webhook_url_token,
            delay_send_messages_milliseconds=delay_send_messages_milliseconds,
            mark_incoming_messages_readed=mark_incoming_messages_readed,
            mark_incoming_messages_readed_on_reply=mark_incoming_messages_readed_on_reply,
            outgoing_webhook=outgoing_webhook,
            outgoing_message_webhook=outgoing_message_webhook,
            outgoing_api_message_webhook=outgoing_api_message_webhook,
            incoming_webhook=incoming_webhook,
            state_webhook=state_webhook,
            keep_online_status=keep_online_status,
            poll_message_webhook=poll_message_webhook,
            incoming_call_webhook=incoming_call_webhook,
            outgoing_call_webhook=outgoing_call_webhook,
            edited_message_webhook=edited_message_webhook,
            deleted_message_webhook=deleted_message_webhook,
            enable_lid_mode=enable_lid_mode,
        )

        _made.additional_properties = d
        return _made

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties

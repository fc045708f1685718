# Made from openapi.yaml by `make generate`. Do not edit: change codegen/ or the contract.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .._reading import checked
from ..types import UNSET, Unset

T = TypeVar("T", bound="Settings")


@_attrs_define
class Settings:
    """The settings of an instance. Switches are `yes` or `no`. The outdated ones that are still
    returned stand at the end.

        Attributes:
            wid (str | Unset): The account of the instance.
            type_instance (str | Unset): The messenger.
            webhook_url (str | Unset): Where notifications are posted to. Empty while they are received by the API.
            webhook_url_token (str | Unset): What is sent with them in `Authorization`.
            delay_send_messages_milliseconds (int | Unset): The pause between two messages that are sent.
            mark_incoming_messages_readed (str | Unset): Whether messages that come are marked as read.
            mark_incoming_messages_readed_on_reply (str | Unset): Whether they are when the API replies. Then the one before
                does not count.
            outgoing_webhook (str | Unset): Whether `outgoingMessageStatus` is notified.
            outgoing_message_webhook (str | Unset): Whether `outgoingMessageReceived` is.
            outgoing_api_message_webhook (str | Unset): Whether `outgoingAPIMessageReceived` is.
            incoming_webhook (str | Unset): Whether `incomingMessageReceived` is.
            state_webhook (str | Unset): Whether `stateInstanceChanged` is.
            poll_message_webhook (str | Unset): Whether polls and votes are.
            incoming_call_webhook (str | Unset): Whether `incomingCall` is.
            outgoing_call_webhook (str | Unset): Whether `outgoingCall` is.
            edited_message_webhook (str | Unset): Whether edited messages are.
            deleted_message_webhook (str | Unset): Whether deleted messages are.
            keep_online_status (str | Unset): Whether the account is shown as online.
            enable_lid_mode (str | Unset): Whether chats are named by their lid. A beta.
            incoming_block_webhook (str | Unset): Out of order for the time being.
            device_webhook (str | Unset): Out of order for the time being.
            country_instance (str | Unset): Outdated.
            type_account (str | Unset): Outdated.
            shared_session (str | Unset): Outdated.
            proxy_instance (str | Unset): Outdated.
            status_instance_webhook (str | Unset): Outdated.
            enable_messages_history (str | Unset): Outdated.
    """

    wid: str | Unset = UNSET
    type_instance: str | Unset = UNSET
    webhook_url: str | Unset = UNSET
    webhook_url_token: str | Unset = _attrs_field(default=UNSET, repr=False)
    delay_send_messages_milliseconds: int | Unset = UNSET
    mark_incoming_messages_readed: str | Unset = UNSET
    mark_incoming_messages_readed_on_reply: str | Unset = UNSET
    outgoing_webhook: str | Unset = UNSET
    outgoing_message_webhook: str | Unset = UNSET
    outgoing_api_message_webhook: str | Unset = UNSET
    incoming_webhook: str | Unset = UNSET
    state_webhook: str | Unset = UNSET
    poll_message_webhook: str | Unset = UNSET
    incoming_call_webhook: str | Unset = UNSET
    outgoing_call_webhook: str | Unset = UNSET
    edited_message_webhook: str | Unset = UNSET
    deleted_message_webhook: str | Unset = UNSET
    keep_online_status: str | Unset = UNSET
    enable_lid_mode: str | Unset = UNSET
    incoming_block_webhook: str | Unset = UNSET
    device_webhook: str | Unset = UNSET
    country_instance: str | Unset = UNSET
    type_account: str | Unset = UNSET
    shared_session: str | Unset = UNSET
    proxy_instance: str | Unset = UNSET
    status_instance_webhook: str | Unset = UNSET
    enable_messages_history: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        wid = self.wid

        type_instance = self.type_instance

        webhook_url = self.webhook_url

        webhook_url_token = self.webhook_url_token

        delay_send_messages_milliseconds = self.delay_send_messages_milliseconds

        mark_incoming_messages_readed = self.mark_incoming_messages_readed

        mark_incoming_messages_readed_on_reply = (
            self.mark_incoming_messages_readed_on_reply
        )

        outgoing_webhook = self.outgoing_webhook

        outgoing_message_webhook = self.outgoing_message_webhook

        outgoing_api_message_webhook = self.outgoing_api_message_webhook

        incoming_webhook = self.incoming_webhook

        state_webhook = self.state_webhook

        poll_message_webhook = self.poll_message_webhook

        incoming_call_webhook = self.incoming_call_webhook

        outgoing_call_webhook = self.outgoing_call_webhook

        edited_message_webhook = self.edited_message_webhook

        deleted_message_webhook = self.deleted_message_webhook

        keep_online_status = self.keep_online_status

        enable_lid_mode = self.enable_lid_mode

        incoming_block_webhook = self.incoming_block_webhook

        device_webhook = self.device_webhook

        country_instance = self.country_instance

        type_account = self.type_account

        shared_session = self.shared_session

        proxy_instance = self.proxy_instance

        status_instance_webhook = self.status_instance_webhook

        enable_messages_history = self.enable_messages_history

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if wid is not UNSET:
            field_dict["wid"] = wid
        if type_instance is not UNSET:
            field_dict["typeInstance"] = type_instance
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
        if keep_online_status is not UNSET:
            field_dict["keepOnlineStatus"] = keep_online_status
        if enable_lid_mode is not UNSET:
            field_dict["enableLidMode"] = enable_lid_mode
        if incoming_block_webhook is not UNSET:
            field_dict["incomingBlockWebhook"] = incoming_block_webhook
        if device_webhook is not UNSET:
            field_dict["deviceWebhook"] = device_webhook
        if country_instance is not UNSET:
            field_dict["countryInstance"] = country_instance
        if type_account is not UNSET:
            field_dict["typeAccount"] = type_account
        if shared_session is not UNSET:
            field_dict["sharedSession"] = shared_session
        if proxy_instance is not UNSET:
            field_dict["proxyInstance"] = proxy_instance
        if status_instance_webhook is not UNSET:
            field_dict["statusInstanceWebhook"] = status_instance_webhook
        if enable_messages_history is not UNSET:
            field_dict["enableMessagesHistory"] = enable_messages_history

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(checked(src_dict, dict, Mapping))
        wid = checked(d.pop("wid", UNSET), str, Unset)

        type_instance = checked(d.pop("typeInstance", UNSET), str, Unset)

        webhook_url = checked(d.pop("webhookUrl", UNSET), str, Unset)

        webhook_url_token = checked(d.pop("webhookUrlToken", UNSET), str, Unset)

        delay_send_messages_milliseconds = checked(
            d.pop("delaySendMessagesMilliseconds", UNSET), int, Unset
        )

        mark_incoming_messages_readed = checked(
            d.pop("markIncomingMessagesReaded", UNSET), str, Unset
        )

        mark_incoming_messages_readed_on_reply = checked(
            d.pop("markIncomingMessagesReadedOnReply", UNSET), str, Unset
        )

        outgoing_webhook = checked(d.pop("outgoingWebhook", UNSET), str, Unset)

        outgoing_message_webhook = checked(
            d.pop("outgoingMessageWebhook", UNSET), str, Unset
        )

        outgoing_api_message_webhook = checked(
            d.pop("outgoingAPIMessageWebhook", UNSET), str, Unset
        )

        incoming_webhook = checked(d.pop("incomingWebhook", UNSET), str, Unset)

        state_webhook = checked(d.pop("stateWebhook", UNSET), str, Unset)

        poll_message_webhook = checked(d.pop("pollMessageWebhook", UNSET), str, Unset)

        incoming_call_webhook = checked(d.pop("incomingCallWebhook", UNSET), str, Unset)

        outgoing_call_webhook = checked(d.pop("outgoingCallWebhook", UNSET), str, Unset)

        edited_message_webhook = checked(
            d.pop("editedMessageWebhook", UNSET), str, Unset
        )

        deleted_message_webhook = checked(
            d.pop("deletedMessageWebhook", UNSET), str, Unset
        )

        keep_online_status = checked(d.pop("keepOnlineStatus", UNSET), str, Unset)

        enable_lid_mode = checked(d.pop("enableLidMode", UNSET), str, Unset)

        incoming_block_webhook = checked(
            d.pop("incomingBlockWebhook", UNSET), str, Unset
        )

        device_webhook = checked(d.pop("deviceWebhook", UNSET), str, Unset)

        country_instance = checked(d.pop("countryInstance", UNSET), str, Unset)

        type_account = checked(d.pop("typeAccount", UNSET), str, Unset)

        shared_session = checked(d.pop("sharedSession", UNSET), str, Unset)

        proxy_instance = checked(d.pop("proxyInstance", UNSET), str, Unset)

        status_instance_webhook = checked(
            d.pop("statusInstanceWebhook", UNSET), str, Unset
        )

        enable_messages_history = checked(
            d.pop("enableMessagesHistory", UNSET), str, Unset
        )

        _made = cls(
            wid=wid,
            type_instance=type_instance,
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
            poll_message_webhook=poll_message_webhook,
            incoming_call_webhook=incoming_call_webhook,
            outgoing_call_webhook=outgoing_call_webhook,
            edited_message_webhook=edited_message_webhook,
            deleted_message_webhook=deleted_message_webhook,
            keep_online_status=keep_online_status,
            enable_lid_mode=enable_lid_mode,
            incoming_block_webhook=incoming_block_webhook,
            device_webhook=device_webhook,
            country_instance=country_instance,
            type_account=type_account,
            shared_session=shared_session,
            proxy_instance=proxy_instance,
            status_instance_webhook=status_instance_webhook,
            enable_messages_history=enable_messages_history,
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

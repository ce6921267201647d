"""Calls and answers: what nodes ask each other while both are there.

Rules:

1. A call names its type and carries content and perhaps a binary body.
2. An answer has the id of its call and cites the SHA-256 of the call's signed document: it answers exactly that.
3. A refusal to a partner that was admitted is a signed answer with a code, a thing, a reason and a way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.exchange.packets import body_hash
from comity.exchange.texts import fault_of
from comity.kernel import errors
from comity.kernel.errors import ComityError, InvalidInput

CALL = "comity-call/1"
ANSWER = "comity-answer/1"
_KINDS: dict[str, type[ComityError]] = {
    kind.kind: kind
    for kind in (
        errors.InvalidInput,
        errors.Refused,
        errors.Missing,
        errors.Conflicting,
        errors.Exhausted,
        errors.Unreachable,
    )
}


def call_document(
    *, call_id: str, sender: str, recipient: str, call_type: str, content: Mapping[str, Any], body: bytes = b""
) -> dict[str, Any]:
    """This function writes the document of a call, to be signed."""
    return {
        "format": CALL,
        "id": call_id,
        "from": sender,
        "to": recipient,
        "type": call_type,
        "content": dict(content),
        "body": body_hash(body),
    }


def read_call(document: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """This function returns the type and content of a call whose packet was opened.

    Raises:
        InvalidInput: not a call of this format.
    """
    kind, content = document.get("type"), document.get("content")
    fields = {"format", "id", "from", "to", "type", "content", "body"}
    if document.get("format") != CALL or set(document) != fields or not isinstance(kind, str):
        raise InvalidInput("Call", f"it is not of the format {CALL}", code="exchange.call.form")
    if not isinstance(content, dict):
        raise InvalidInput("Call", "its content is no object", code="exchange.call.form")
    return kind, content


def answer_document(
    *,
    call_id: str,
    sender: str,
    recipient: str,
    call: str,
    content: Mapping[str, Any],
    body: bytes = b"",
    error: ComityError | None = None,
) -> dict[str, Any]:
    """This function writes the document of an answer, to be signed.

    Args:
        call_id: of the call or message that is answered.
        sender: who answers.
        recipient: who called.
        call: hash of the signed document that is answered.
        content: what the answer says; empty in a refusal.
        body: binary body.
        error: why it is refused, or None.
    """
    refusal = error and {
        "kind": error.kind,
        "code": error.code,
        "thing": error.thing,
        "reason": error.reason,
        "way_out": error.way_out,
    }
    return {
        "format": ANSWER,
        "id": call_id,
        "from": sender,
        "to": recipient,
        "call": call,
        "content": dict(content),
        "error": refusal,
        "body": body_hash(body),
    }


def read_answer(document: Mapping[str, Any], *, call: str) -> dict[str, Any]:
    """This function returns the content of an answer whose packet was opened.

    Args:
        document: as opened.
        call: hash of the signed document that was sent.

    Raises:
        InvalidInput: not an answer of this format, or to another call.
        ComityError: the partner refused; the error has the partner's code and words.
    """
    content, error = document.get("content"), document.get("error")
    fields = {"format", "id", "from", "to", "call", "content", "error", "body"}
    if document.get("format") != ANSWER or set(document) != fields or not isinstance(content, dict):
        raise InvalidInput("Answer", f"it is not of the format {ANSWER}", code="exchange.answer.form")
    if document["call"] != call:
        raise InvalidInput("Answer", "it belongs to another call", code="exchange.answer.other_call")
    if error is not None:
        raise _refusal(error)
    return content


def _refusal(error: Any) -> ComityError:
    names = ("kind", "code", "thing", "reason", "way_out")
    if not isinstance(error, dict) or not all(isinstance(error.get(n), str) for n in names):
        return InvalidInput("Answer", "its refusal cannot be read", code="exchange.answer.form")
    if any(fault_of(error[n], longest=2000, lines=True) for n in names):
        return InvalidInput("Answer", "its refusal cannot be read", code="exchange.answer.form")
    kind = _KINDS.get(error["kind"], errors.Refused)
    return kind(error["thing"], error["reason"], error["way_out"], code=error["code"])

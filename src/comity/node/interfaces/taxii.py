"""TAXII 2.1 under ``/taxii2/``: discovery, one API root, collections, objects, manifests, versions. Read only.

Source: TAXII 2.1 (OASIS), sections 1.6, 3.4 to 3.6, 4 and 5.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from comity.kernel import ComityError, Exhausted, InvalidInput, Missing, Refused
from comity.node.audit.operations import record
from comity.node.interfaces.entering import enter
from comity.node.interfaces.models import Token
from comity.node.interfaces.scopes import Scope
from comity.node.interfaces.shelves import Entry, Look, Shelf, entries, shelves
from comity.node.permissions import Actor
from comity.node.runtime import config, limits
from comity.subjects.cover import stamp

TYPE = "application/taxii+json;version=2.1"
STIX = "application/stix+json;version=2.1"
DEFAULT, MOST = 100, 500
_ACCEPTED = re.compile(r"\s*(\*/\*|application/\*|application/taxii\+json(\s*;\s*version\s*=\s*\"?2\.1\"?)?)\s*")
_NEXT = re.compile(r"(\d{1,18})-(\d{1,9})")
_STATUS = {"invalid": 400, "missing": 404, "exhausted": 429}
_FILTERS = frozenset({"match[id]", "match[type]", "match[version]", "match[spec_version]"})
View = Callable[..., dict[str, Any]]


class Call:
    """One call: whose token, as whom it acts, and what it asked for."""

    def __init__(self, request: HttpRequest, token: Token, actor: Actor) -> None:
        self.request, self.token, self.actor = request, token, actor
        self.headers: dict[str, str] = {}

    def shelf(self, collection_id: str) -> Shelf:
        """This function returns a collection that the token may read.

        Raises:
            Missing: there is none, or not for this token; both look the same.
        """
        for each in shelves(self.token):
            if each.id == str(collection_id):
                return each
        raise Missing("collection", "there is none with this id that you may read", code="interfaces.taxii.collection")


def served(view: View) -> Callable[..., HttpResponse]:
    """This function makes a page of TAXII of a function that returns its JSON: token, media types, errors."""

    @csrf_exempt
    def answer(request: HttpRequest, **named: str) -> HttpResponse:
        if request.method == "POST":
            return told(403, "Read only", "Nothing can be written to this server.")
        if request.method not in {"GET", "HEAD"}:
            return told(405, "Method", "This server is read with GET.", headers={"Allow": "GET, HEAD"})
        if not any(_ACCEPTED.fullmatch(each.split(";q=")[0]) for each in request.headers.get("Accept", "").split(",")):
            return told(406, "Media type", f"This server answers with {TYPE}.")
        try:
            known = enter(_given(request), Scope.TAXII_READ, f"GET {view.__name__}")
            if known is None:
                realm = {"WWW-Authenticate": 'Basic realm="TAXII", Bearer'}
                return told(401, "Who are you", "Send a token of this node.", headers=realm)
            call = Call(request, *known)
            return _plain(view(call, **named), headers=call.headers)
        except ComityError as error:
            headers = {"Retry-After": "60"} if isinstance(error, Exhausted) else {}
            status = _STATUS.get(error.kind, 403 if isinstance(error, Refused) else 400)
            return told(status, error.thing, str(error), error.code, headers)

    return answer


def told(status: int, title: str, words: str, code: str = "", headers: dict[str, str] | None = None) -> HttpResponse:
    """This function returns an error message of TAXII."""
    body = {"title": title, "description": words, "http_status": str(status)}
    return _plain(body | ({"error_code": code} if code else {}), status, headers)


def _plain(body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse(body, status=status, headers=headers, content_type=TYPE)


def _given(request: HttpRequest) -> str:
    """This function returns the token of a request: as a bearer's, or as the password of a user of any name."""
    kind, _blank, rest = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return rest.strip()
    if kind.lower() == "basic":
        try:
            return base64.b64decode(rest.strip(), validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


@served
def discovery(_call: Call) -> dict[str, Any]:
    """This function says which API roots there are."""
    root = reverse("interfaces:taxii-root")
    return {
        "title": f"Comity {config().agency}".strip(), "contact": config().contact, "default": root, "api_roots": [root]
    }  # fmt: skip


@served
def root(_call: Call) -> dict[str, Any]:
    """This function describes the one API root."""
    return {"title": config().agency or "Comity", "versions": [TYPE], "max_content_length": limits().packet_bytes}


@served
def collections(call: Call) -> dict[str, Any]:
    """This function lists the collections that the token may read."""
    found = [_described(each) for each in shelves(call.token)]
    return {"collections": found} if found else {}


@served
def collection(call: Call, collection_id: str) -> dict[str, Any]:
    """This function describes a collection."""
    return _described(call.shelf(collection_id))


@served
def objects(call: Call, collection_id: str) -> dict[str, Any]:
    """This function gives objects of a collection, a page at a time."""
    page, more = _page(call, call.shelf(collection_id))
    return more | ({"objects": [each.object for each in page]} if page else {})


@served
def one(call: Call, collection_id: str, object_id: str) -> dict[str, Any]:
    """This function gives one object of a collection."""
    page, more = _page_of(call, collection_id, object_id)
    return more | ({"objects": [each.object for each in page]} if page else {})


@served
def manifest(call: Call, collection_id: str) -> dict[str, Any]:
    """This function says which objects a collection holds, a page at a time."""
    page, more = _page(call, call.shelf(collection_id))
    said = [
        {"id": e.object["id"], "date_added": _moment(e.added), "version": e.version, "media_type": STIX} for e in page
    ]
    return more | ({"objects": said} if said else {})


@served
def versions(call: Call, collection_id: str, object_id: str) -> dict[str, Any]:
    """This function says which versions of an object a collection holds: the last one."""
    page, more = _page_of(call, collection_id, object_id)
    return more | ({"versions": list(dict.fromkeys(each.version for each in page))} if page else {})


@served
def nothing(_call: Call, **_named: str) -> dict[str, Any]:
    """This function answers for paths that lead nowhere.

    Raises:
        Missing: always.
    """
    raise Missing("path", "there is nothing under it", "See /taxii2/", code="interfaces.taxii.path")


def _described(shelf: Shelf) -> dict[str, Any]:
    return {"id": shelf.id, "title": shelf.title, "can_read": True, "can_write": False, "media_types": [STIX]}


def _page_of(call: Call, collection_id: str, object_id: str) -> tuple[list[Entry], dict[str, Any]]:
    """This function returns what `_page` does of one object.

    Raises:
        Missing: it is not in the collection.
    """
    page, more = _page(call, call.shelf(collection_id), object_id)
    if not page and not more:
        raise Missing("object", "there is none with this id in the collection", code="interfaces.taxii.object")
    return page, more


def _page(call: Call, shelf: Shelf, object_id: str = "") -> tuple[list[Entry], dict[str, Any]]:
    """This function returns a page of a collection's objects, and whether and where it goes on."""
    asked = call.request.GET
    look, most = _look(call.request), _most(asked.get("limit"))
    wanted = {name: set(",".join(asked.getlist(name)).split(",")) for name in _FILTERS if name in asked}
    if object_id:
        wanted["match[id]"] = {object_id}
    found = _once(each for each in entries(call.token, call.actor, shelf, look) if _matches(each, wanted))
    page = list(islice(found, most + 1))
    given, rest = page[:most], page[most:]
    with transaction.atomic():
        record(
            actor=call.actor, event="interfaces.taxii.read",
            objects=[shelf.id, *dict.fromkeys(each.holding for each in given if each.holding)],
            details={"objects": len(given), "token": call.token.id},
        )  # fmt: skip
    if given:
        call.headers = {
            "X-TAXII-Date-Added-First": _moment(given[0].added), "X-TAXII-Date-Added-Last": _moment(given[-1].added)
        }  # fmt: skip
    if rest:
        return given, {"more": True, "next": f"{rest[0].number}-{rest[0].place}"}
    if look.reached is not None:
        return given, {"more": True, "next": f"{look.reached}-0"}
    return given, {}


def _once(every: Iterator[Entry]) -> Iterator[Entry]:
    """This function gives each object once in an answer; two records may share a marking or a number."""
    seen: set[tuple[str, str]] = set()
    for each in every:
        key = (each.object["id"], each.version)
        if key not in seen:
            seen.add(key)
            yield each


def _matches(entry: Entry, wanted: dict[str, set[str]]) -> bool:
    versions_wanted = wanted.get("match[version]", {"last"})
    return (
        entry.object["id"] in wanted.get("match[id]", {entry.object["id"]})
        and entry.object["type"] in wanted.get("match[type]", {entry.object["type"]})
        and "2.1" in wanted.get("match[spec_version]", {"2.1"})
        and bool({"last", "first", "all", entry.version} & versions_wanted)
    )


def _look(request: HttpRequest) -> Look:
    look = Look()
    if given := request.GET.get("added_after"):
        try:
            moment = datetime.fromisoformat(given)
        except ValueError:
            raise _wrong("added_after", "it is no moment", "Write it as 2026-05-12T03:04:05.123456Z") from None
        look.after = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if given := request.GET.get("next"):
        match = _NEXT.fullmatch(given)
        if match is None:
            raise _wrong("next", "it is not one that this server gave", "Begin again without it")
        look.number, look.place = int(match[1]), int(match[2])
    return look


def _most(given: str | None) -> int:
    if given is None:
        return DEFAULT
    if not given.isascii() or not given.isdigit() or len(given) > 9 or int(given) == 0:
        raise _wrong("limit", "it is no number above 0", "Write a number")
    return min(int(given), MOST)


def _wrong(thing: str, reason: str, way_out: str) -> InvalidInput:
    return InvalidInput(thing, reason, way_out, code="interfaces.taxii.query")


def _moment(moment: datetime) -> str:
    return stamp(moment)[:-4] + f"{moment.microsecond:06d}Z"

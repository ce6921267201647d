"""Rows of a form, such as subjects and items: one form a row; rows come and go with a press, without script.

A press on "add" or "leave out" sends the whole form; `pressed` changes the number of rows and the page is shown again
with everything that was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST = 50
"""The most rows of one kind, as many as a message carries (`exchange.contents`)."""
ADD, LEAVE_OUT = "add-row", "drop-row"
_ROW = re.compile(r"([a-z]+)-(\d{1,2})")


def say_plainly(form: forms.Form) -> None:
    """This function lets the fields of a form say in plain words that something is missing."""
    for field in form.fields.values():
        field.error_messages["required"] = _("Fill this in.")


class Row(forms.Form):
    """One row; a row in which none of the telling fields is filled is blank, and is passed over."""

    use_required_attribute = False
    telling: ClassVar[tuple[str, ...]] = ()
    folded: ClassVar[tuple[str, ...]] = ()
    """Fields that are shown on request, since most rows need nothing of them."""
    more_title: ClassVar[str | Promise] = ""
    add_label: ClassVar[str | Promise] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self)

    @property
    def long(self) -> list[forms.BoundField]:
        """This function returns the fields that take the whole width."""
        return [bound for bound in self if bound.name not in self.folded and _is_long(bound)]

    @property
    def short(self) -> list[forms.BoundField]:
        """This function returns the fields that stand side by side where there is room."""
        return [bound for bound in self if bound.name not in self.folded and not _is_long(bound)]

    @property
    def more(self) -> list[forms.BoundField]:
        """This function returns the fields that are shown on request."""
        return [bound for bound in self if bound.name in self.folded]

    @property
    def more_open(self) -> bool:
        """This function tells whether something stands in them."""
        return any(bound.errors or bound.value() for bound in self.more)

    @property
    def is_blank(self) -> bool:
        """This function tells whether nothing is written in the row."""
        return self.is_bound and not any(
            any(text.strip() for text in _list(self.data, self.add_prefix(name))) for name in self.telling
        )

    def calm(self) -> None:
        """This function shows what was written without judging it yet."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def place(self, field: str) -> str:
        """This function returns the field of the row at which a fault of the content's field stands."""
        return field if field in self.fields else next(iter(self.fields))

    def values(self) -> dict[str, Any]:
        """This function returns what the row says, as `exchange.contents` takes it."""
        return dict(self.cleaned_data)


AnyRow = TypeVar("AnyRow", bound=Row)


def _is_long(bound: forms.BoundField) -> bool:
    return bound.is_hidden or isinstance(bound.field.widget, forms.Textarea)


class Rows(Generic[AnyRow]):
    """The rows of one kind in a form.

    Args:
        row: the class of a row.
        prefix: what their fields' names begin with.
        data: what was sent, or None before that.
        initial: what each row begins with; at least one row is shown.
        options: what the class of a row takes beside Django's own.
    """

    def __init__(
        self,
        row: type[AnyRow],
        prefix: str,
        data: QueryDict | None = None,
        initial: Sequence[Mapping[str, Any]] = (),
        **options: Any,
    ) -> None:
        self.prefix = prefix
        count = _count(data, prefix) if data is not None else max(len(initial), 1)
        begun = [*initial, *({} for _more in range(count - len(initial)))]
        self.forms = [
            row(data, prefix=f"{prefix}-{number}", initial=dict(begun[number]), **options) for number in range(count)
        ]

    def __iter__(self) -> Iterator[AnyRow]:
        """This function goes through every row, blank ones included."""
        return iter(self.forms)

    def __len__(self) -> int:
        """This function counts the rows that are shown."""
        return len(self.forms)

    @property
    def counter(self) -> str:
        """This function returns the name of the hidden field that counts the rows."""
        return f"{self.prefix}-rows"

    @property
    def add_label(self) -> str | Promise:
        """This function returns what the button says that adds a row."""
        return self.forms[0].add_label

    @property
    def may_grow(self) -> bool:
        """This function tells whether one more row fits."""
        return len(self.forms) < MOST

    @property
    def filled(self) -> list[AnyRow]:
        """This function returns the rows in which something is written."""
        return [form for form in self.forms if not form.is_blank]

    def is_valid(self) -> bool:
        """This function judges every row in which something is written, and leaves the blank ones in peace."""
        for form in self.forms:
            if form.is_blank:
                form.calm()
        return not [form for form in self.filled if not form.is_valid()]


def pressed(data: QueryDict) -> QueryDict | None:
    """This function returns what was sent with one row more or less, if that is what was pressed; else None."""
    if prefix := data.get(ADD):
        changed = data.copy()
        changed[f"{prefix}-rows"] = str(min(_count(data, prefix) + 1, MOST))
        return changed
    match = _ROW.fullmatch(data.get(LEAVE_OUT, ""))
    return _without(data, match[1], int(match[2])) if match else None


def _without(data: QueryDict, prefix: str, gone: int) -> QueryDict:
    changed = QueryDict(mutable=True)
    for key in data:
        match = _ROW.match(key)
        if not match or match[1] != prefix:
            changed.setlist(key, data.getlist(key))
        elif (number := int(match[2])) != gone:
            place = number - (number > gone)
            changed.setlist(f"{prefix}-{place}{key[match.end() :]}", data.getlist(key))
    changed[f"{prefix}-rows"] = str(max(_count(data, prefix) - 1, 1))
    return changed


def _count(data: Mapping[str, Any], prefix: str) -> int:
    text = str(data.get(f"{prefix}-rows", "1"))
    return min(max(int(text), 1), MOST) if text.isascii() and text.isdecimal() and len(text) < 4 else 1


def _list(data: Any, name: str) -> list[str]:
    if isinstance(data, QueryDict):
        return [str(text) for text in data.getlist(name)]
    found = data.get(name, "")
    return [str(each) for each in found] if isinstance(found, list | tuple) else [str(found)]

"""The components that templates use: ``{% load desk %}``; listed at the top of ``base.html``."""

from __future__ import annotations

import itertools
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comity.kernel import Pap, Restriction, Tlp
from comity.node import countries
from comity.node.desk import labels, spans
from comity.node.desk.scripts import language_of
from comity.node.messaging.forms import SCHEMAS
from comity.node.offences import OFFENCE_NAMES, PURPOSE_NAMES
from comity.node.partners.models import ROLE_NAMES
from comity.node.runtime import clock

register = template.Library()
_ids = itertools.count(1)


def _fresh_id(prefix: str) -> str:
    return f"{prefix}-{next(_ids) % 1_000_000}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """This function draws one of the desk's icons, hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("desk/icons.svg"), name
    )


@register.simple_tag
def name(text: object) -> SafeString:
    """This function isolates a text of another's script, so that it neither turns its surroundings nor is clipped."""
    words = str(text)
    language = language_of(words)
    return format_html('<bdi lang="{}">{}</bdi>', language, words) if language else format_html("<bdi>{}</bdi>", words)


@register.simple_tag
def state(code: object, word: str = "") -> SafeString:
    """This function shows a state as a pill with word, sign and colour; an unknown state shows its own code."""
    key = str(code).lower().replace("_", "-").replace(" ", "-")
    label = labels.STATES.get(key)
    if label is None:
        return format_html('<span class="pill" data-state="{}">{}</span>', key, word or code)
    return format_html(
        '<span class="pill pill--{}" data-state="{}">{}{}</span>', label.tone, key, icon(label.icon), word or label.word
    )


@register.simple_tag
def strength(code: object, score: float | None = None) -> SafeString:
    """This function shows how strong a hit is: in a word, in bars, and in a score from 0 to 1 where one is given."""
    key = str(code).lower()
    label = labels.STRENGTHS.get(key, labels.Label(key, "wait", ""))
    figure = (
        format_html(' <span class="number">{}</span>', formats.number_format(score, 2)) if score is not None else ""
    )
    return format_html(
        '<span class="pill strength strength--{} pill--{}"><span class="strength__bars" aria-hidden="true">'
        "<i></i><i></i><i></i></span>{}{}</span>",
        key, label.tone, label.word, figure,
    )  # fmt: skip


@register.simple_tag
def handling(
    restriction: Restriction | None = None, code: str = "", tlp: str | int = "", pap: str | int = "", words: str = ""
) -> str:
    """This function shows what may be done with an item, from a kernel restriction or from its parts."""
    if restriction is not None:
        code, tlp, pap = restriction.code, restriction.tlp.label, restriction.pap.name
        words = restriction.words
    codes = [(part, labels.HANDLING.get(part, "")) for part in code.split()]
    level = str(Tlp(tlp).label if isinstance(tlp, int) else tlp).upper().removeprefix("TLP:")
    context = {
        "codes": codes, "tlp": level.replace("_", "+"), "tlp_tone": level.split("+")[0].split("_")[0].lower(),
        "pap": Pap(pap).name if isinstance(pap, int) else pap.upper(), "words": words,
    }  # fmt: skip
    return render_to_string("components/handling.html", context)


@register.simple_tag
def evaluation(code: object) -> SafeString:
    """This function shows a 4×4 evaluation with its meaning in words."""
    text = str(code)
    meaning = ", ".join(
        str(part) for part in (labels.SOURCES.get(text[:1], ""), labels.INFORMATION.get(text[1:2], "")) if part
    )
    return format_html('<span><strong>{}</strong> <span class="quiet small">{}</span></span>', text, meaning)


@register.simple_tag
def fingerprint(value: str, small: bool = False) -> SafeString:
    """This function shows a fingerprint in its groups, or in groups of four, to be read aloud over another channel."""
    plain = str(value).replace("-", "").replace(":", "")
    groups = [(group,) for group in plain.split()]
    if len(groups) == 1:
        groups = [(plain[i : i + 4],) for i in range(0, len(plain), 4)]
    return format_html(
        '<span class="fingerprint{}" translate="no">{}</span>',
        " fingerprint--small" if small else "", format_html_join(" ", "<span>{}</span>", groups),
    )  # fmt: skip


@register.inclusion_tag("components/field.html")
def field(bound: forms.BoundField) -> dict[str, Any]:
    """This function shows one field of a form with label, help, errors and input."""
    check = isinstance(bound.field.widget, forms.CheckboxInput)
    return {"bound": bound, "check": check}


@register.inclusion_tag("components/errors.html")
def errors(form: forms.BaseForm) -> dict[str, Any]:
    """This function shows what is wrong with a form as a whole, with links to the fields that are concerned."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors]}


@register.simple_tag
def fields(form: forms.BaseForm) -> SafeString:
    """This function shows a form's errors and all its fields."""
    parts = [render_to_string("components/errors.html", errors(form))]
    parts += [render_to_string("components/field.html", field(bound)) for bound in form]
    return format_html_join("", "{}", ((part,) for part in parts))


@register.simple_tag
def moment(value: Any, ago: bool = False) -> SafeString:
    """This function shows a moment in the reader's language and the node's time zone, with how long ago on request."""
    if value is None:
        return format_html('<span class="quiet">{}</span>', pgettext("moment", "never"))
    local = timezone.localtime(value)
    text = f"{formats.date_format(local, 'SHORT_DATE_FORMAT')} {formats.time_format(local, 'H:i')}"
    since = format_html(' <span class="quiet small">({})</span>', spans.since(value, clock().now())) if ago else ""
    return format_html('<time class="nowrap" datetime="{}">{}</time>{}', local.isoformat(), text, since)


@register.simple_tag
def since(value: Any) -> str:
    """This function says how long ago a moment was, or how long it is until then."""
    return spans.since(value, clock().now())


@register.simple_tag
def remaining(deadline: Any) -> SafeString:
    """This function says how much time a deadline leaves, or by how much it has passed; late is a pill of its own."""
    now = clock().now()
    words = spans.remaining(deadline, now)
    if deadline < now:
        return state("late", words)
    if deadline - now < spans.DAY:
        return state("due-soon", words)
    return format_html('<time class="waiting__when" datetime="{}">{}</time>', deadline.isoformat(), words)


@register.simple_tag
def progress(done: int, total: int, label: str = "") -> str:
    """This function shows how much of something is done, as a bar and in numbers."""
    context = {
        "id": _fresh_id("progress"), "label": label or _("Progress"), "done": min(done, total), "total": max(total, 1),
        "done_text": formats.number_format(done, force_grouping=True),
        "total_text": formats.number_format(total, force_grouping=True),
    }  # fmt: skip
    return render_to_string("components/progress.html", context)


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """This function shows where in a list one is; the other parameters of the address stay."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "before": address(page.previous_page_number()) if page.has_previous() else "",
        "after": address(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_block_tag
def page_header(content: str, title: object, lead: str = "", back: str = "", back_label: str = "") -> str:
    """This function opens a page: the way back, the heading, a sentence, and the buttons between the tags."""
    context = {
        "content": content.strip() and SafeString(content), "title": title, "lead": lead,
        "back": back, "back_label": back_label or _("Back"),
    }  # fmt: skip
    return render_to_string("components/page_header.html", context)


@register.simple_block_tag
def card(
    content: str, title: object = "", tone: str = "", count: int = 0, action_url: str = "", action: str = ""
) -> str:
    """This function frames what belongs together."""
    context = {
        "content": SafeString(content), "title": title, "tone": tone, "count": count, "id": _fresh_id("card"),
        "action_url": action_url, "action": action,
    }  # fmt: skip
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def notice(content: str, tone: str = "info") -> SafeString:
    """This function shows a notice: info, good, warn or bad."""
    sign = {"good": "delivered", "warn": "alarm", "bad": "alarm"}.get(tone, "info")
    return format_html(
        '<div class="notice notice--{}">{}<div class="notice__body">{}</div></div>',
        tone,
        icon(sign),
        SafeString(content),
    )


@register.simple_block_tag
def empty(content: str, title: object, icon: str = "today") -> str:
    """This function shows that there is nothing yet, and what to do."""
    context = {"icon": icon, "title": title, "content": SafeString(content)}
    return render_to_string("components/blank.html", context)


@register.simple_tag
def blank(kind: str, text: str = "") -> str:
    """This function shows a state without content: loading, error, offline or denied."""
    title, sign, role = labels.BLANKS[kind]
    context = {
        "icon": sign, "title": title, "role": role, "bad": kind in {"error", "offline"},
        "content": format_html("<p>{}</p>", text) if text else "",
    }  # fmt: skip
    return render_to_string("components/blank.html", context)


@register.simple_tag
def purpose_name(code: object) -> str:
    """This function returns a purpose in words."""
    return str(dict[Any, Any](PURPOSE_NAMES).get(code, code))


@register.simple_tag
def offence_name(code: object) -> str:
    """This function returns an offence in words."""
    return str(dict[Any, Any](OFFENCE_NAMES).get(code, code))


@register.simple_tag
def role_name(code: object) -> str:
    """This function returns a subject's role in words."""
    return str(dict[Any, Any](ROLE_NAMES).get(code, code))


@register.simple_tag
def schema_name(code: object) -> str:
    """This function returns what kind of subject it is, in words."""
    return str(dict[Any, Any](SCHEMAS).get(code, code))


@register.simple_tag
def country_name(code: str) -> str:
    """This function returns a country's name in the reader's language as this node writes it."""
    return countries.country_name(str(code))

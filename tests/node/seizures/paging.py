"""What a browser sends for the form of a seizure."""

import re

PLAIN = {
    "goods-rows": "1", "goods-0-frequent": "methamphetamine:tablet", "goods-0-amount": "12000",
    "goods-0-unit": "tablet", "goods-0-kind": "drug", "place": "Bavet", "place_code": "KH-2007", "date": "2026-11-20",
    "points-rows": "3", "points-0-role": "departure", "points-1-role": "transit", "points-2-role": "destination",
    "arrests-rows": "1", "source": "Own seizure", "source_code": "A", "information_code": "1", "tlp": "2", "pap": "2",
    "retention_until": "2031-11-20", "key": "phone-1",
}  # fmt: skip


def said(body):
    """What stands in the fields of a page's form, by name, as a browser would send it again."""
    found = {}
    for tag in re.findall(r"<(?:input|textarea|select)[^>]*>", _rest(body)):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if not name or (('type="radio"' in tag or 'type="checkbox"' in tag) and "checked" not in tag):
            continue
        found[name[1]] = value[1] if value else ""
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    found |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\s*(.*?)</textarea>', body, re.DOTALL))
    return {name: value for name, value in found.items() if "__n__" not in name}


def _rest(body):
    return "".join(re.sub(r"<template.*?</template>", "", part, flags=re.DOTALL) for part in [body])

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from comity.node.holdings import views


@pytest.mark.parametrize(("back", "address"), [("a/b", "/holdings/"), ("", "/holdings/"), ("abc", "/holdings/abc/")])
def test_a_page_to_go_back_to_that_is_none_leads_to_the_list(monkeypatch, officer, back, address):
    """The merge is taken back before the redirect, so the redirect must not fail."""
    done = []
    monkeypatch.setattr(views.operations, "unmerge", lambda **given: done.append(given["merge_id"]))
    request = RequestFactory().post("/x", {"holding": back, "reason": "other people"})
    request.actor = officer
    request._messages = SimpleNamespace(add=lambda *_: None)
    assert views.unmerge(request, "m").url == address
    assert done == ["m"]

"""Signing in and out, the second proof, and how long a session lasts."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from comity.node.audit.models import LedgerEntry
from comity.node.desk.middleware import IDLE
from comity.node.permissions import Role
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


def totp(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_person_signs_in_and_out_and_both_stand_in_the_ledger(officer, sign_in):
    client = sign_in(officer)
    assert client.get("/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/").status_code == 302
    events = list(
        LedgerEntry.objects.filter(event__startswith="desk.session").order_by("id").values_list("event", "actor")
    )
    assert events == [("desk.session.opened", officer.user_id), ("desk.session.closed", officer.user_id)]


def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words(officer):
    client = Client()
    answers = [
        client.post("/account/login/", {"login": login, "password": "not-the-password"})
        for login in ("officer", "nobody")
    ]
    notices = [a.context["form"].non_field_errors() for a in answers]
    assert len(notices[0]) == 1
    assert notices[0] == notices[1]


def test_guessing_is_stopped_after_five_attempts_even_with_the_right_password(officer):
    client = Client()
    for _ in range(5):
        client.post("/account/login/", {"login": "officer", "password": "guess"})
    answer = client.post("/account/login/", {"login": "officer", "password": PASSWORD})
    assert answer.status_code != 302
    assert client.get("/").status_code == 302


def test_the_session_gets_a_new_key_when_a_person_signs_in(officer, sign_in):
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(officer, client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert stranger.get("/").status_code == 302


def test_a_session_ends_after_a_working_day_even_if_it_is_used(officer, sign_in, clock):
    client = sign_in(officer)
    for _ in range(int(timedelta(hours=12) / (IDLE / 2)) - 1):
        clock.advance(IDLE / 2)
        assert client.get("/").status_code == 200
    clock.advance(IDLE / 2 + timedelta(minutes=1))
    assert client.get("/").status_code == 302


def test_a_session_that_is_not_used_ends_early(officer, sign_in, clock):
    client = sign_in(officer)
    client.get("/")
    clock.advance(IDLE + timedelta(minutes=2))
    assert client.get("/").status_code == 302


def test_cookies_carry_the_nodes_own_names_and_cannot_be_read_by_script(officer, sign_in):
    client = sign_in(officer)
    assert settings.SESSION_COOKIE_NAME.startswith("comity_session_")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["httponly"]
    assert client.cookies[settings.SESSION_COOKIE_NAME]["samesite"] == "Lax"


def test_an_account_that_is_switched_off_is_out_at_once(person, sign_in):
    from comity.node.accounts.operations import change_user

    officer, administrator = person(Role.OFFICER), person(Role.ADMINISTRATOR)
    client = sign_in(officer)
    change_user(actor=administrator, user_id=officer.user_id, is_active=False)
    assert client.get("/").status_code == 302


def test_the_second_proof_is_asked_once_it_is_switched_on_and_a_recovery_code_works_once(officer, sign_in):
    client = sign_in(officer)
    assert client.get("/account/2fa/totp/activate/").url.startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    done = client.post("/account/2fa/totp/activate/", {"code": totp(secret)})
    assert done.status_code == 302
    codes = client.get("/account/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10

    for attempt, entered in ((codes[0], True), (codes[0], False), ("000000", False)):
        other = Client()
        first = other.post("/account/login/", {"login": "officer", "password": PASSWORD})
        assert first.url == "/account/2fa/authenticate/"
        assert other.get("/").status_code == 302, "the password alone must not be enough"
        other.post("/account/2fa/authenticate/", {"code": attempt})
        assert (other.get("/").status_code == 200) is entered, attempt


def every_path(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if hasattr(pattern, "url_patterns"):
            yield from every_path(pattern.url_patterns, route)
        else:
            yield "/" + route.replace("<str:", "<").replace("<int:", "<")


def test_no_page_opens_for_a_stranger(db):
    import re

    client = Client()
    seen = 0
    for path in every_path(get_resolver().url_patterns):
        if path.startswith(("/account/", "/v1/", "/health", "/metrics", "/language", "/offline")):
            continue
        if path.startswith("/taxii2/"):
            answer = client.get(re.sub(r"<[^>]*>", "x", path), headers={"Accept": "application/taxii+json;version=2.1"})
            assert answer.status_code == 401, path
            continue
        answer = client.get(re.sub(r"<[^>]*>", "x", path))
        assert answer.status_code == 302, path
        assert answer.url.startswith("/account/login/"), path
        seen += 1
    assert seen > 10


@pytest.mark.parametrize("path", ["signup", "reset_password", "email"])
def test_nobody_signs_up_and_no_e_mail_is_asked(path, db):
    answer = Client().get(f"/account/closed/{path}/")
    assert answer.status_code == 403

"""Where people sign in. Of allauth only this is open: signing in and out, the own password, the second proof.

The other names exist since allauth looks them up; behind each stands the page that says who makes accounts.
"""

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def closed(request: HttpRequest) -> HttpResponse:
    """This function says that nobody signs up, and that no e-mail is sent."""
    return render(request, "account/signup_closed.html", status=403)


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    *(
        path(f"closed/{name}/", closed, name=f"account_{name}")
        for name in ("signup", "email", "email_verification_sent", "set_password", "reset_password")
    ),
]

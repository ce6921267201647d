"""The desk's own pages."""

from django.urls import path

from comity.node.desk.views import cases, grounds, people, period, today

app_name = "desk"
urlpatterns = [
    path("", today.today, name="today"),
    path("language", today.language, name="language"),
    path("offline", today.offline, name="offline"),
    path("period", period.state, name="period"),
    path("period/end", period.end, name="period-end"),
    path("cases/", cases.every, name="cases"),
    path("cases/new", cases.new, name="case-new"),
    path("cases/<str:case_id>", cases.one, name="case"),
    path("cases/<str:case_id>/members", cases.add_member, name="case-member-add"),
    path("cases/<str:case_id>/members/<str:user_id>/remove", cases.remove_member, name="case-member-remove"),
    path("cases/<str:case_id>/close", cases.close, name="case-close"),
    path("instruments/", grounds.instruments, name="instruments"),
    path("instruments/new", grounds.new_instrument, name="instrument-new"),
    path("duties/", grounds.duties, name="duties"),
    path("duties/new", grounds.new_duty, name="duty-new"),
    path("people/", people.every, name="people"),
    path("people/new", people.new, name="person-new"),
    path("people/<str:user_id>", people.change, name="person"),
]

"""The desk's own pages."""

from django.urls import path

from comity.node.desk.views import allowed, cases, emergencies, grounds, instruments, people, period, today

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
    path("instruments/", instruments.every, name="instruments"),
    path("instruments/new", instruments.new, name="instrument-new"),
    path("instruments/load", instruments.load, name="instruments-load"),
    path("instruments/allowed", allowed.allowed, name="allowed"),
    path("instruments/<str:instrument_id>", instruments.one, name="instrument"),
    path("instruments/<str:instrument_id>/change", instruments.change, name="instrument-change"),
    path("instruments/<str:instrument_id>/confirm", instruments.confirm, name="instrument-confirm"),
    path("emergencies/", emergencies.every, name="emergencies"),
    path("emergencies/new", emergencies.new, name="emergency-new"),
    path("emergencies/<str:emergency_id>", emergencies.one, name="emergency"),
    path("emergencies/<str:emergency_id>/end", emergencies.end, name="emergency-end"),
    path("duties/", grounds.duties, name="duties"),
    path("duties/new", grounds.new_duty, name="duty-new"),
    path("people/", people.every, name="people"),
    path("people/new", people.new, name="person-new"),
    path("people/<str:user_id>", people.change, name="person"),
]

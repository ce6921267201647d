"""Where partners' pages are, and the gate."""

from django.urls import path

from comity.node.partners import gate, views

app_name = "partners"
urlpatterns = [
    path("v1/peer", gate.gate, name="peer"),
    path("partners/", views.partners, name="list"),
    path("partners/add", views.add, name="add"),
    path("partners/card", views.own, name="own"),
    path("partners/card.txt", views.own_file, name="own-file"),
    path("partners/groups", views.groups, name="groups"),
    path("partners/groups/new", views.group, name="group-new"),
    path("partners/groups/<uuid:group_id>", views.group, name="group"),
    path("partners/<slug:partner_id>", views.partner, name="partner"),
    path("partners/<slug:partner_id>/accept", views.accept, name="accept"),
    path("partners/<slug:partner_id>/<str:step>", views.change, name="change"),
]

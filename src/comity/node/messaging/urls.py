"""Where the pages of conversations are."""

from django.urls import path

from comity.node.messaging import views

app_name = "messaging"
urlpatterns = [
    path("conversations/", views.conversations, name="list"),
    path("conversations/outbox", views.outbox, name="outbox"),
    path("conversations/ask", views.ask, name="ask"),
    path("conversations/<uuid:conversation_id>", views.conversation, name="conversation"),
    path("messages/<uuid:message_id>/answer", views.answer, name="answer"),
    path("messages/<uuid:message_id>/read", views.mark_read, name="read"),
    path("messages/<uuid:message_id>/approve", views.approve, name="approve"),
    path("messages/<uuid:message_id>/disapprove", views.disapprove, name="disapprove"),
]

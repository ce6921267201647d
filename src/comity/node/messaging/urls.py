"""Where the pages of conversations are."""

from django.urls import path

from comity.node.messaging.views import beginning, lists, thread, within

app_name = "messaging"
urlpatterns = [
    path("conversations/", lists.conversations, name="list"),
    path("conversations/outbox", lists.outbox, name="outbox"),
    path("conversations/new", beginning.new, name="new"),
    path("conversations/ask", beginning.ask, name="ask"),
    path("conversations/share", beginning.share, name="share"),
    path("conversations/warn", beginning.warn, name="warn"),
    path("conversations/propose", beginning.propose, name="propose"),
    path("conversations/<uuid:conversation_id>", thread.conversation, name="conversation"),
    path("messages/<uuid:message_id>/answer", within.answer, name="answer"),
    path("messages/<uuid:message_id>/cancel", within.cancel, name="cancel"),
    path("messages/<uuid:message_id>/feedback", within.feedback, name="feedback"),
    path("messages/<uuid:message_id>/agree", within.agree, name="agree"),
    path("messages/<uuid:message_id>/plan", within.plan, name="plan"),
    path("messages/<uuid:message_id>/result", within.result, name="result"),
    path("messages/<uuid:message_id>/read", thread.mark_read, name="read"),
    path("messages/<uuid:message_id>/approve", thread.approve, name="approve"),
    path("messages/<uuid:message_id>/disapprove", thread.disapprove, name="disapprove"),
]

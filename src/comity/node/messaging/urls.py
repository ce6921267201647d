"""Where the pages of conversations are."""

from django.urls import path

from comity.node.messaging.views import beginning, consents, deadlines, lists, recalls, thread, within

app_name = "messaging"
urlpatterns = [
    path("conversations/", lists.conversations, name="list"),
    path("conversations/outbox", lists.outbox, name="outbox"),
    path("messages/new", beginning.new, name="new"),
    path("conversations/ask", beginning.ask, name="ask"),
    path("conversations/share", beginning.share, name="share"),
    path("conversations/warn", beginning.warn, name="warn"),
    path("conversations/propose", beginning.propose, name="propose"),
    path("owed/", lists.owed, name="owed"),
    path("alerts/", lists.alerts, name="alerts"),
    path("approvals/", lists.approvals, name="approvals"),
    path("deadlines/", deadlines.agreed, name="deadlines"),
    path("deadlines/end", deadlines.end, name="deadlines-end"),
    path("consents/", consents.every, name="consents"),
    path("consents/<uuid:consent_id>", consents.one, name="consent"),
    path("items/<uuid:item_id>/consent", consents.ask, name="consent-ask"),
    path("recalls/", recalls.every, name="recalls"),
    path("items/<uuid:item_id>/recall", recalls.of_item, name="recall"),
    path("items/<uuid:item_id>/correct", recalls.correct, name="recall-correct"),
    path("items/<uuid:item_id>/copies/<int:copy_id>/destroyed", recalls.destroyed, name="recall-destroyed"),
    path("conversations/<uuid:conversation_id>", thread.conversation, name="conversation"),
    path("conversations/<uuid:conversation_id>/assign", thread.assign, name="assign"),
    path("reminders/<uuid:reminder_id>/put-away", thread.put_away, name="put-away"),
    path("messages/<uuid:message_id>/answer", within.answer, name="answer"),
    path("messages/<uuid:message_id>/cancel", within.cancel, name="cancel"),
    path("messages/<uuid:message_id>/renew", within.renew, name="renew"),
    path("messages/<uuid:message_id>/feedback", within.feedback, name="feedback"),
    path("messages/<uuid:message_id>/agree", within.agree, name="agree"),
    path("messages/<uuid:message_id>/plan", within.plan, name="plan"),
    path("messages/<uuid:message_id>/result", within.result, name="result"),
    path("messages/<uuid:message_id>/again", within.again, name="again"),
    path("messages/<uuid:message_id>/read", thread.mark_read, name="read"),
    path("messages/<uuid:message_id>/approve", thread.approve, name="approve"),
    path("messages/<uuid:message_id>/disapprove", thread.disapprove, name="disapprove"),
]

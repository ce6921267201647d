"""Who takes part in the conversations that were before several partners could, and where they stand."""

from django.db import migrations

BATCH = 500
STAGES = {
    "acknowledged": "acknowledged", "partial": "partly", "full": "answered", "nothing-held": "answered",
    "clarification-needed": "unclear", "refused": "refused", "redirected": "redirected",
}
"""Where a request stands after a reply of a status."""
DUTIES = {"asked": "answer", "acknowledged": "answer", "partly": "the rest of the answer"}
OURS, THEIRS = "ours", "theirs"


def fill(apps, _schema_editor):
    conversations = apps.get_model("messaging", "Conversation")
    participants = apps.get_model("messaging", "Participant")
    messages = apps.get_model("messaging", "Message")
    said = messages.objects.filter(type__in=["request", "reply"]).exclude(
        state__in=["poisoned", "entombed", "awaiting-approval", "withdrawn", "expired"]
    )
    asked = said.filter(type="request")
    conversations.objects.filter(id__in=asked.values("conversation_id")).update(kind="request")
    made = []
    for row in conversations.objects.order_by("began", "id").iterator(BATCH):
        stands = standing(row, list(said.filter(conversation_id=row.id).order_by("made", "id")))
        row.state = stands.get("state", "")
        row.save(update_fields=["state"])
        made.append(
            participants(
                conversation=row, partner_id=row.partner_id, wire_id=row.wire_id, joined=row.began, **stands
            )
        )
        if len(made) == BATCH:
            participants.objects.bulk_create(made)
            made = []
    participants.objects.bulk_create(made)


def standing(row, said):
    request = next((m for m in reversed(said) if m.type == "request"), None)
    if request is None:
        return {}
    last = said[-1]
    stage = "asked" if last is request else STAGES.get(last.document.get("content", {}).get("status"), "asked")
    if stage not in DUTIES:
        return {"state": stage}
    return {
        "state": stage, "duty": DUTIES[stage], "owed_by": THEIRS if request.direction == OURS else OURS,
        "since": request.made, "deadline": row.deadline, "cause": request,
    }


def empty(apps, _schema_editor):
    apps.get_model("messaging", "Participant").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("messaging", "0002_several_partners"),
    ]

    operations = [
        migrations.RunPython(fill, empty),
    ]

"""Items keep what their owner signed of them."""

from django.db import migrations, models

SIGNED = [
    ("proven", "words and marks are as its owner signed them"),
    ("tightened", "words are as its owner signed them, marks are stricter"),
    ("consented", "words are as its owner signed them, marks as it consented"),
    ("unsigned", "its owner sent it itself, without signing it for others"),
    ("unknown-owner", "its owner is not known here; who handed it on vouches for it"),
]


class Migration(migrations.Migration):
    dependencies = [("items", "0004_arrivals")]

    operations = [
        migrations.AddField(
            "item",
            "signed",
            models.CharField(blank=True, choices=SIGNED, default="", max_length=13),
            preserve_default=False,
        ),
        migrations.AddField("item", "owner_token", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("item", "owner_consents", models.JSONField(default=list)),
    ]

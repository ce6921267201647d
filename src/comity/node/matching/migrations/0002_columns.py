"""An index knows its conditions, root and waiting holdings; handles stand in its state; a build shows how far it is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial")]

    operations = [
        migrations.AddField("ownindex", "conditions", models.CharField(blank=True, max_length=32, default="")),
        migrations.AddField("ownindex", "waiting", models.JSONField(default=list)),
        migrations.AddField("ownindex", "root", models.CharField(blank=True, max_length=64, default="")),
        migrations.CreateModel(
            name="IndexBuild",
            fields=[
                (
                    "epoch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="build",
                        serialize=False,
                        to="matching.epoch",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("began", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
        ),
    ]

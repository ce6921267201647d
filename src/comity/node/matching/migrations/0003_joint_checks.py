"""Joint checks, and the batches that belong to one."""

import comity.linkage.joint
import comity.node.runtime
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0002_columns"),
        ("partners", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="JointCheck",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=comity.node.runtime.make_id,
                        editable=False,
                        max_length=36,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("ours", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("running", "running"),
                            ("paused", "paused"),
                            ("done", "done"),
                            ("stopped", "stopped"),
                            ("expired", "expired"),
                        ],
                        default=comity.linkage.joint.JointState["PROPOSED"],
                        max_length=10,
                    ),
                ),
                ("purpose", models.CharField(max_length=30, verbose_name="purpose")),
                ("reference", models.CharField(max_length=300, verbose_name="case")),
                ("legal_basis", models.CharField(max_length=300, verbose_name="legal basis")),
                ("subjects", models.PositiveIntegerField(verbose_name="subjects")),
                ("elements", models.PositiveIntegerField(verbose_name="elements")),
                ("until", models.DateField(verbose_name="until")),
                ("words", models.CharField(blank=True, max_length=300)),
                ("fingerprint", models.CharField(max_length=64)),
                ("by", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField(verbose_name="proposed")),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("decided", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("spent", models.PositiveIntegerField(default=0)),
                ("cursor", models.CharField(blank=True, max_length=36)),
                ("sent", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("active", models.FloatField(default=0.0)),
                ("told", models.BooleanField(default=False)),
                ("due", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=500)),
                (
                    "check_made",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="joint",
                        to="matching.check",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="joint_checks", to="partners.partner"
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.AddField(
            model_name="inquiry",
            name="joint",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="batches", to="matching.jointcheck"
            ),
        ),
    ]

"""Columns for kept keys and for imports in many transactions; indices that PostgreSQL made twice go."""

import django.db.models.deletion
from django.db import migrations, models

from comity.kernel import Conflicting

UNFINISHED = ["queued", "running", "failed", "undoing"]
NAMES = ["name", "alias", "weakAlias", "previousName", "abbreviation"]


def go_back(apps, _schema_editor):
    """The version before this one finds parts of names in rows of kind n, and shows whatever an import has stored."""
    holding, term = apps.get_model("holdings", "Holding"), apps.get_model("holdings", "Term")
    if holding.objects.filter(imported__state__in=UNFINISHED).exists():
        raise Conflicting(
            "an import", "it is not finished", "Let the worker finish it first", code="holdings.import.unfinished"
        )
    term.objects.filter(kind__in=["w", "d"]).delete()
    statement = apps.get_model("holdings", "Statement")
    written = statement.objects.filter(withdrawn=None, property__in=NAMES).exclude(holding__terms__kind="n")
    rows = written.values_list("holding_id", "value").iterator(chunk_size=2000)
    term.objects.bulk_create(
        (term(holding_id=i, kind="n", value=" ".join(value.casefold().split())[:200]) for i, value in rows),
        batch_size=2000,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0001_initial"),
        ("holdings", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, go_back),
        migrations.RemoveIndex(
            model_name='holding',
            name='holding_case_role',
        ),
        migrations.RemoveIndex(
            model_name='term',
            name='term_value',
        ),
        migrations.AddField(
            model_name='holding',
            name='keyed',
            field=models.CharField(default='', max_length=40),
        ),
        migrations.AddField(
            model_name='holding',
            name='keys',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='import',
            name='beat',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='import',
            name='stored',
            field=models.PositiveIntegerField(default=0, verbose_name='stored'),
        ),
        migrations.AlterField(
            model_name='change',
            name='holding_id',
            field=models.CharField(max_length=36),
        ),
        migrations.AlterField(
            model_name='holding',
            name='case',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='holding',
            name='duty',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.duty'),
        ),
        migrations.AlterField(
            model_name='holding',
            name='imported',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='holdings.import'),
        ),
        migrations.AlterField(
            model_name='holding',
            name='reference',
            field=models.CharField(blank=True, max_length=200, verbose_name='reference'),
        ),
        migrations.AlterField(
            model_name='holding',
            name='retention_until',
            field=models.DateField(verbose_name='kept until'),
        ),
        migrations.AlterField(
            model_name='holding',
            name='subject',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='holdings.subject'),
        ),
        migrations.AlterField(
            model_name='import',
            name='case',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='import',
            name='duty',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.duty'),
        ),
        migrations.AlterField(
            model_name='import',
            name='state',
            field=models.CharField(choices=[('checked', 'checked'), ('queued', 'waits'), ('running', 'running'), ('done', 'imported'), ('failed', 'failed'), ('undoing', 'is being undone'), ('undone', 'undone')], max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='statement',
            name='holding',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='holdings.holding'),
        ),
        migrations.AlterField(
            model_name='statement',
            name='replaced_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='holdings.statement'),
        ),
        migrations.AlterField(
            model_name='subject',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='absorbed', to='holdings.subject'),
        ),
        migrations.AlterField(
            model_name='term',
            name='holding',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='holdings.holding'),
        ),
        migrations.AlterField(
            model_name='term',
            name='kind',
            field=models.CharField(choices=[('k', 'name key'), ('w', 'word of a name'), ('i', 'identifier'), ('d', 'date of birth')], max_length=1),
        ),
    ]

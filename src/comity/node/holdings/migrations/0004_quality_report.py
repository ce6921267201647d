"""Counts of what was repaired and doubted in a file, and files that the worker reads."""

import django.db.models.deletion
from django.db import migrations, models


def go_back(apps, _schema_editor):
    """The version before this one knows no file that is still being read."""
    imports = apps.get_model("holdings", "Import")
    imports.objects.filter(state="reading").update(state="failed", error="")


class Migration(migrations.Migration):

    dependencies = [
        ('holdings', '0003_indices'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, go_back),
        migrations.AddField(
            model_name='import',
            name='doubted',
            field=models.PositiveIntegerField(default=0, verbose_name='values doubted'),
        ),
        migrations.AddField(
            model_name='import',
            name='reached',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='import',
            name='repaired',
            field=models.PositiveIntegerField(default=0, verbose_name='values repaired'),
        ),
        migrations.AddField(
            model_name='import',
            name='values',
            field=models.PositiveIntegerField(default=0, verbose_name='values read'),
        ),
        migrations.AlterField(
            model_name='import',
            name='state',
            field=models.CharField(choices=[('reading', 'is being read'), ('checked', 'checked'), ('queued', 'waits'), ('running', 'running'), ('done', 'imported'), ('failed', 'failed'), ('undoing', 'is being undone'), ('undone', 'undone')], max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='import',
            name='warnings',
            field=models.PositiveIntegerField(default=0, verbose_name='values left out'),
        ),
        migrations.CreateModel(
            name='ImportFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('repaired', 'repaired'), ('doubted', 'doubted')], max_length=8, verbose_name='what')),
                ('field', models.CharField(blank=True, max_length=100, verbose_name='field')),
                ('reason', models.TextField(verbose_name='reason')),
                ('count', models.PositiveIntegerField(verbose_name='values')),
                ('line', models.PositiveIntegerField(verbose_name='first in line')),
                ('original', models.TextField(blank=True, verbose_name='as written')),
                ('value', models.TextField(blank=True, verbose_name='became')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='holdings.import')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
    ]

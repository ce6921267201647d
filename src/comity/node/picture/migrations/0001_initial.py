"""How much was reported, and which borders were closed."""

import comity.node.runtime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.CharField(default=comity.node.runtime.make_id, editable=False, max_length=36, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='what was closed')),
                ('begins', models.DateField(verbose_name='closed from')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='open again from')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('said_by', models.CharField(max_length=40, verbose_name='stated by')),
                ('said', models.DateTimeField(verbose_name='stated')),
                ('withdrawn', models.DateTimeField(null=True, verbose_name='withdrawn')),
            ],
            options={
                'ordering': ('-begins', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Reported',
            fields=[
                ('id', models.CharField(default=comity.node.runtime.make_id, editable=False, max_length=36, primary_key=True, serialize=False)),
                ('month', models.PositiveIntegerField(verbose_name='month')),
                ('place', models.CharField(blank=True, max_length=20, verbose_name='province')),
                ('expected', models.PositiveIntegerField(verbose_name='reports expected')),
                ('came', models.PositiveIntegerField(verbose_name='reports that came')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('said_by', models.CharField(max_length=40, verbose_name='stated by')),
                ('said', models.DateTimeField(verbose_name='stated')),
            ],
            options={
                'ordering': ('month', 'place'),
                'constraints': [models.UniqueConstraint(fields=('month', 'place'), name='reported_once'), models.CheckConstraint(condition=models.Q(('came__lte', models.F('expected')), ('expected__gt', 0)), name='reported_share')],
            },
        ),
    ]

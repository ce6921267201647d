import comity.node.runtime
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('holdings', '0005_list_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.CharField(default=comity.node.runtime.make_id, editable=False, max_length=36, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'waits for a second person'), ('agreed', 'agreed'), ('refused', 'refused'), ('closed', 'closed again')], max_length=8, verbose_name='state')),
                ('asked_by', models.CharField(max_length=36, verbose_name='asked by')),
                ('reason', models.TextField(verbose_name='reason')),
                ('asked', models.DateTimeField(verbose_name='asked')),
                ('decided_by', models.CharField(blank=True, max_length=36, verbose_name='decided by')),
                ('decided', models.DateTimeField(null=True, verbose_name='decided')),
                ('words', models.TextField(blank=True, verbose_name='words')),
                ('until', models.DateTimeField(null=True, verbose_name='open until')),
                ('holding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='holdings.holding')),
            ],
            options={
                'ordering': ('-asked',),
                'indexes': [models.Index(fields=['asked_by', 'state'], name='opening_asked_by')],
            },
        ),
    ]

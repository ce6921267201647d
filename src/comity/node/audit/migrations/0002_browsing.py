from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnusualDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(max_length=36, verbose_name='person')),
                ('day', models.DateField(verbose_name='day')),
                ('measure', models.CharField(max_length=10, verbose_name='measure')),
                ('value', models.PositiveIntegerField(verbose_name='how many')),
                ('usual', models.FloatField(verbose_name='usual')),
                ('high', models.PositiveIntegerField()),
                ('days', models.PositiveIntegerField()),
                ('people', models.PositiveIntegerField()),
                ('found', models.DateTimeField(verbose_name='found')),
                ('reviewed_by', models.CharField(blank=True, max_length=36)),
                ('reviewed', models.DateTimeField(null=True)),
                ('words', models.TextField(blank=True, verbose_name='what was found out')),
            ],
            options={
                'ordering': ('-day', '-value', 'id'),
                'constraints': [models.UniqueConstraint(fields=('person', 'day', 'measure'), name='one_unusual_day')],
            },
        ),
    ]

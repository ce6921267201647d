"""Whether the partners of a visibility group may find persons by their name alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Off for every group that is there."""

    dependencies = [("partners", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="visibilitygroup",
            name="names_alone",
            field=models.BooleanField(default=False, verbose_name="persons may be found by their name alone"),
        ),
    ]

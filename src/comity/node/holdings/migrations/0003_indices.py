"""Indices of large holdings, built while the node is at work."""

from django.db import migrations, models

from comity.node.migrating import AddIndex


class Migration(migrations.Migration):

    atomic = False
    dependencies = [("holdings", "0002_large_holdings")]

    operations = [
        AddIndex(
            model_name='change',
            index=models.Index(fields=['holding_id'], name='change_holding'),
        ),
        AddIndex(
            model_name='holding',
            index=models.Index(fields=['case', 'id'], name='holding_case'),
        ),
        AddIndex(
            model_name='holding',
            index=models.Index(fields=['case', 'role', 'id'], name='holding_case_role_id'),
        ),
        AddIndex(
            model_name='holding',
            index=models.Index(condition=models.Q(('duty__isnull', False)), fields=['duty', 'id'], name='holding_duty'),
        ),
        AddIndex(
            model_name='holding',
            index=models.Index(fields=['role', 'id'], name='holding_role'),
        ),
        AddIndex(
            model_name='holding',
            index=models.Index(fields=['subject'], name='holding_subject'),
        ),
        AddIndex(
            model_name='holding',
            index=models.Index(fields=['imported', 'id'], name='holding_imported'),
        ),
        AddIndex(
            model_name='holding',
            index=models.Index(fields=['retention_until'], name='holding_retention'),
        ),
        AddIndex(
            model_name='holding',
            index=models.Index(fields=['reference'], name='holding_reference'),
        ),
        AddIndex(
            model_name='holding',
            index=models.Index(fields=['keyed', 'id'], name='holding_keyed'),
        ),
        AddIndex(
            model_name='import',
            index=models.Index(fields=['state'], name='import_state'),
        ),
        AddIndex(
            model_name='import',
            index=models.Index(fields=['case', 'at'], name='import_case'),
        ),
        AddIndex(
            model_name='import',
            index=models.Index(fields=['duty', 'at'], name='import_duty'),
        ),
        AddIndex(
            model_name='statement',
            index=models.Index(fields=['holding'], name='statement_holding'),
        ),
        AddIndex(
            model_name='statement',
            index=models.Index(condition=models.Q(('replaced_by__isnull', False)), fields=['replaced_by'], name='statement_replaced'),
        ),
        AddIndex(
            model_name='subject',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='subject_merged'),
        ),
        AddIndex(
            model_name='term',
            index=models.Index(fields=['holding'], name='term_holding'),
        ),
        AddIndex(
            model_name='term',
            index=models.Index(fields=['value', 'kind'], name='term_value_kind', opclasses=['varchar_pattern_ops', 'varchar_pattern_ops']),
        ),
    ]

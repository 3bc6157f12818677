"""Variations that were entered before learn which project their contract belongs to."""

from django.db import migrations

FORWARD = """
UPDATE contracts_variation v SET project_id = c.project_id
FROM projects_projectcontract c
WHERE c.contract_id = v.contract_id AND c.archived_at IS NULL AND v.project_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial"), ("contracts", "0006_sheets"), ("projects", "0003_contracts")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

"""The main contract of each project becomes the first of its contracts."""

from django.db import migrations

from zhuke.kernel.ids import uuid7


def link(apps, schema_editor):
    project, linked = apps.get_model("projects", "Project"), apps.get_model("projects", "ProjectContract")
    known = set(linked.objects.values_list("contract_id", flat=True))
    rows = []
    for pk, contract in project.objects.filter(contract__isnull=False).order_by("created_at").values_list("pk", "contract_id"):
        if contract not in known:
            known.add(contract)
            rows.append(linked(id=uuid7(), project_id=pk, contract_id=contract, part="main"))
    linked.objects.bulk_create(rows, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_core")]

    operations = [migrations.RunPython(link, migrations.RunPython.noop)]

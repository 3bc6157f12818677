"""The holidays announced so far."""

from typing import Any

from django.db import migrations


def load(apps: Any, schema_editor: Any) -> None:
    """Add them as the installer's doing, so that history says where they come from."""
    from zhuke.commons.calendars.facts import announced

    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('zhuke.actor_name', '安装程序', true), set_config('zhuke.cause', 'setup', true)")
    model = apps.get_model("calendars", "Holiday")
    model.objects.bulk_create(model(day=day, kind=kind, name=name) for day, kind, name in announced())


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial"), ("kernel", "0002_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

from django.db import connection, migrations, transaction

from zhuke.modules.customers.domain.names import name_columns

STEP = 5000


def fill(apps, schema_editor):
    """Names of customers that are there already, in steps. A derived column: neither a version nor history comes of it."""
    last = "00000000-0000-0000-0000-000000000000"
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT id, name FROM customers_customer WHERE id > %s ORDER BY id LIMIT %s", [last, STEP])
            rows = cursor.fetchall()
            if not rows:
                return
            parts = [name_columns(name)["name_parts"] for _id, name in rows]
            cursor.execute("SELECT set_config('zhuke.derived', 'on', true)")
            cursor.execute(
                "UPDATE customers_customer c SET name_parts = v.parts FROM unnest(%s::uuid[], %s::text[]) v(id, parts) WHERE c.id = v.id",
                [[key for key, _name in rows], parts],
            )
            last = rows[-1][0]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("customers", "0006_imports_in_sets")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]

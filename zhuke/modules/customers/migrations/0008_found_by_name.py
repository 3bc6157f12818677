from django.db import migrations, models


class Migration(migrations.Migration):
    """Imports and references look records up by their exact name; without an index each chunk of a file read all of a person's rows."""

    dependencies = [
        ("customers", "0007_names_taken_apart"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["name"], name="customer_name"),
        ),
    ]

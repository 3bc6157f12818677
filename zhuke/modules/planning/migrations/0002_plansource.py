import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PlanSource",
            fields=[
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file_source",
                        serialize=False,
                        to="planning.plan",
                    ),
                ),
                ("filename", models.TextField(default="")),
                ("format", models.TextField()),
                ("loaded_at", models.DateTimeField(auto_now=True)),
                ("content", models.BinaryField()),
            ],
        ),
    ]

"""A change may carry a site variation into plan and budget."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("changes", "0002_projects_of_variations"), ("contracts", "0006_sheets")]

    operations = [
        migrations.AddField(
            model_name="changerequest",
            name="variation",
            field=models.ForeignKey(
                blank=True,
                help_text="签证单批准后自己计入合同；这里只调整计划和预算",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="change_requests",
                to="contracts.variation",
                verbose_name="依据的签证单",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0003_backfill")]

    operations = [
        migrations.RenameField("signingcertificate", "sealed", "secret"),
        migrations.AlterField("signingcertificate", "secret", models.TextField(blank=True, editable=False)),
    ]

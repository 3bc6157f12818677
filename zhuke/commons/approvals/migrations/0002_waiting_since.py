from django.db import migrations, models

# What waits already waits since its open turns were opened.
FORWARD = """
UPDATE approvals_approval a SET waiting_since = t.since
FROM (SELECT approval_id, max(opened_at) AS since FROM approvals_approvaltask WHERE state = 'open' AND kind = 'approve' GROUP BY 1) t
WHERE t.approval_id = a.id AND a.state = 'running'
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="waiting_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="等待审批自"),
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]

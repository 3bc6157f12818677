from django.db import migrations

# Contracts from before: the direction follows the kind, the computed amounts follow amount and rate as services/amounts.py has them
# (numeric rounding of the database is half away from zero as well).
FORWARD = """
SELECT set_config('zhuke.actor_name', '安装程序', true), set_config('zhuke.cause', 'migration', true);
UPDATE contracts_contract SET direction = 'expense' WHERE kind IN ('sub', 'purchase');
UPDATE contracts_contract SET current_amount = amount,
    amount_net = round(amount * 100 / (100 + tax_rate), 2),
    tax = amount - round(amount * 100 / (100 + tax_rate), 2)
WHERE amount IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_lives")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]

"""Every periodic job of the product, in this one file. Each worker reads it; the database sees to it that each turn runs once.

Times are UTC: 19:00 is three in the morning in Shanghai.
"""

from typing import Any

from procrastinate.contrib.django import app

from zhuke.commons.audit.jobs import seal
from zhuke.commons.automation.jobs import settle as settle_todos
from zhuke.commons.automation.jobs import tick
from zhuke.commons.calendars.jobs import load_facts
from zhuke.commons.exports.jobs import clean_up
from zhuke.commons.imports.jobs import forget_files
from zhuke.commons.jobs.jobs import clear_sessions, forget_finished
from zhuke.commons.jobs.jobs import forget_old as forget_old_jobs
from zhuke.commons.letters.jobs import send_due as send_letters
from zhuke.commons.notify.jobs import forget_old as forget_old_notices
from zhuke.commons.notify.jobs import send_digests
from zhuke.commons.webhooks.jobs import forget_old as forget_old_calls
from zhuke.commons.webhooks.jobs import send_due as send_calls
from zhuke.kernel.jobs import rescue_jobs
from zhuke.modules.collection.jobs import chase, make_statements
from zhuke.modules.contracts.jobs import release_retention
from zhuke.modules.customers.jobs import recycle_customers, refresh_customers
from zhuke.modules.diary.jobs import remind as remind_of_reports
from zhuke.modules.library.jobs import clean_up as clear_bundles
from zhuke.modules.projects.jobs import refresh_projects
from zhuke.modules.quotes.jobs import expire as expire_quotations
from zhuke.modules.reporting.jobs import make_due_reports
from zhuke.modules.sales.jobs import refresh_rates
from zhuke.modules.workforce.jobs import enrol as enrol_people

TIMES: tuple[tuple[str, Any], ...] = (
    ("* * * * *", rescue_jobs),
    ("* * * * *", tick),
    ("* * * * *", send_letters),
    ("* * * * *", send_calls),
    ("*/10 * * * *", chase),
    ("*/5 * * * *", seal),
    ("*/10 * * * *", send_digests),
    ("*/10 * * * *", settle_todos),
    ("20 * * * *", clean_up),
    ("35 * * * *", clear_bundles),
    ("30 17 * * *", refresh_customers),
    ("50 17 * * *", refresh_rates),
    ("5 16 * * *", expire_quotations),
    ("15 16 * * *", release_retention),
    ("10 18 * * *", recycle_customers),
    ("20 18 * * *", enrol_people),
    ("20 18 * * *", refresh_projects),
    ("0 8 * * *", make_due_reports),
    ("30 9 * * *", remind_of_reports),
    ("0 19 * * *", forget_old_jobs),
    ("10 19 * * *", forget_finished),
    ("20 19 * * *", forget_old_notices),
    ("25 19 * * *", forget_old_calls),
    ("30 19 * * *", forget_files),
    ("40 19 * * *", clear_sessions),
    ("0 20 1 * *", load_facts),
    ("30 20 1 * *", make_statements),
)

for cron, task in TIMES:
    app.periodic(cron=cron)(task)

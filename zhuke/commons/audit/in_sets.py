"""History of tables that are filled by the ten thousand: rows inserted by one statement enter it by one statement."""

import pgtrigger

from zhuke.kernel.models import RECORD_TRIGGERS

# The same columns as in `kernel_log`, which a test compares; those of names taken apart beside them.
HIDDEN = (
    "version", "updated_at", "created_at", "created_by_id", "search_text", "search_private", "grams", "grams_private", "pinyin", "password",
    "last_login", "digest", "secret", "name_parts",
)  # fmt: skip
_ENTRIES = """
INSERT INTO public.kernel_change (at, event_at, "table", object_id, operation, diff, actor_id, actor_name, cause, request_id)
SELECT clock_timestamp(), nullif(current_setting('zhuke.event_at', true), '')::timestamptz, TG_TABLE_NAME, n.id, TG_OP,
       jsonb_strip_nulls(to_jsonb(n) - ARRAY[HIDDEN]), nullif(current_setting('zhuke.actor', true), '')::uuid,
       coalesce(current_setting('zhuke.actor_name', true), ''), coalesce(nullif(current_setting('zhuke.cause', true), ''), 'sql'),
       coalesce(current_setting('zhuke.request', true), '')
FROM new_rows n;
RETURN NULL;
"""

IN_SETS = [
    *(trigger for trigger in RECORD_TRIGGERS if trigger.name != "history"),
    *(
        pgtrigger.Trigger(name="history", when=pgtrigger.After, operation=pgtrigger.Update | pgtrigger.Delete, func=str(trigger.func))
        for trigger in RECORD_TRIGGERS
        if trigger.name == "history"
    ),
    pgtrigger.Trigger(
        name="history_of_new",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=_ENTRIES.replace("HIDDEN", ", ".join(f"'{name}'" for name in HIDDEN)),
    ),
]
"""In place of RECORD_TRIGGERS: `triggers = IN_SETS` in the Meta of a record that is imported in bulk."""

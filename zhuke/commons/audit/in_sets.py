"""History of tables that are filled by the ten thousand: rows inserted by one statement enter it by one statement."""

import pgtrigger

from zhuke.kernel.models import RECORD_TRIGGERS

# The same columns as in `kernel_log`, which a test compares; those of names taken apart beside them.
HIDDEN = (
    "version", "updated_at", "created_at", "created_by_id", "search_text", "search_private", "grams", "grams_private", "pinyin", "password",
    "last_login", "digest", "secret", "name_parts",
)  # fmt: skip
# Only the columns that are told: to take the rest away afterwards would cost more than writing the entries, texts for search being what is
# long in a row. Which columns those are is asked at each statement, so that a table may get a column without a new trigger.
_ENTRIES = """
SELECT string_agg('n.' || quote_ident(attname), ', ' ORDER BY attnum) INTO told FROM pg_attribute
WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attname <> ALL (ARRAY[HIDDEN]);
EXECUTE '
    INSERT INTO public.kernel_change (at, event_at, "table", object_id, operation, diff, actor_id, actor_name, cause, request_id)
    SELECT clock_timestamp(), $1, $2, n.id, $3, (SELECT jsonb_strip_nulls(to_jsonb(c)) FROM (SELECT ' || told || ') c), $4, $5, $6, $7
    FROM new_rows n'
USING nullif(current_setting('zhuke.event_at', true), '')::timestamptz, TG_TABLE_NAME, TG_OP,
    nullif(current_setting('zhuke.actor', true), '')::uuid, coalesce(current_setting('zhuke.actor_name', true), ''),
    coalesce(nullif(current_setting('zhuke.cause', true), ''), 'sql'), coalesce(current_setting('zhuke.request', true), '');
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
        declare=[("told", "text")],
        func=_ENTRIES.replace("HIDDEN", ", ".join(f"'{name}'" for name in HIDDEN)),
    ),
]
"""In place of RECORD_TRIGGERS: `triggers = IN_SETS` in the Meta of a record that is imported in bulk."""

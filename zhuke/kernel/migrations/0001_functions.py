from django.db import migrations

# Distinct bigrams of every word: what substring search asks for. PL/pgSQL because it was five times faster than SQL.
BIGRAMS = """
CREATE FUNCTION public.kernel_bigrams(t text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE found text[] := '{}'; w text; i int;
BEGIN
  IF t IS NULL OR t = '' THEN RETURN found; END IF;
  FOREACH w IN ARRAY string_to_array(t, ' ') LOOP
    FOR i IN 1 .. char_length(w) - 1 LOOP
      found := found || substr(w, i, 2);
    END LOOP;
  END LOOP;
  RETURN ARRAY(SELECT DISTINCT unnest(found));
END $$;
"""

# One entry per changed row. Bookkeeping columns, derived columns (they follow from rows that have history) and secrets never enter it.
LOG = """
CREATE FUNCTION public.kernel_log(tab text, op text, o jsonb, n jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  hidden constant text[] := ARRAY['version','updated_at','created_at','created_by_id','search_text','search_private','grams','grams_private',
                                  'pinyin','password','last_login','digest','secret'];
  d jsonb;
BEGIN
  IF op = 'UPDATE' AND current_setting('zhuke.derived', true) = 'on' THEN RETURN; END IF;
  IF op = 'UPDATE' THEN
    SELECT jsonb_object_agg(b.key, jsonb_build_array(a.value, b.value)) INTO d
      FROM jsonb_each(n - hidden) b JOIN jsonb_each(o - hidden) a ON a.key = b.key WHERE a.value IS DISTINCT FROM b.value;
    IF d IS NULL THEN RETURN; END IF;
  ELSE
    d := jsonb_strip_nulls(coalesce(n, o) - hidden);
  END IF;
  INSERT INTO public.kernel_change (at, event_at, "table", object_id, operation, diff, actor_id, actor_name, cause, request_id)
  VALUES (clock_timestamp(), nullif(current_setting('zhuke.event_at', true), '')::timestamptz, tab, (coalesce(n, o) ->> 'id')::uuid, op, d,
          nullif(current_setting('zhuke.actor', true), '')::uuid, coalesce(current_setting('zhuke.actor_name', true), ''),
          coalesce(nullif(current_setting('zhuke.cause', true), ''), 'sql'), coalesce(current_setting('zhuke.request', true), ''));
END $$;
"""


class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.RunSQL(BIGRAMS, "DROP FUNCTION public.kernel_bigrams(text)"),
        migrations.RunSQL(LOG, "DROP FUNCTION public.kernel_log(text, text, jsonb, jsonb)"),
    ]

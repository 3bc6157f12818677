import { useEffect, useState, type ReactNode } from "react";
import { isApiError } from "../../api/errors";
import { useMe } from "../../api/me";
import { useMeta } from "../../api/meta";
import type { Row } from "../../api/types";
import { useNotify } from "../../kit/notify";
import { useSaveRow } from "../data/row";
import { dropDraft, readDraft, writeDraft } from "./draft";
import { StaleDialog } from "./StaleDialog";
import { begin, clashes, follow, isDirty, textsOf, toSave, type Typing } from "./texts";

export interface TextsEditor {
  texts: Record<string, string>;
  type: (name: string, value: string) => void;
  dirty: boolean;
  /** Names of texts that somebody else has meanwhile saved otherwise. */
  clashing: string[];
  saving: boolean;
  save: () => void;
  /** The question which wording stays; to be drawn beside the fields. */
  question: ReactNode;
}

const DRAFT = "texts";
const keyOf = (resource: string) => `${resource}.${DRAFT}`;

function kept(user: string, resource: string, id: string): Typing | null {
  const draft = readDraft(user, keyOf(resource), id);
  const { before, now } = (draft?.values ?? {}) as Partial<Typing>;
  return draft?.version && before && now ? { version: draft.version, before, now } : null;
}

/** Whether this browser keeps texts of the record that were typed and not saved. */
export const hasUnsavedTexts = (user: string, resource: string, id: string): boolean => kept(user, resource, id) !== null;

/**
 * Texts of a record that are typed straight into its page. They stay in this browser until they are saved, survive whatever else happens
 * to the record meanwhile, and never overwrite unseen what somebody else has written: then both wordings are shown, and one is chosen.
 */
export function useTexts(resource: string, row: Row, names: readonly string[], saved: string): TextsEditor {
  const user = useMe()?.id ?? "";
  const meta = useMeta(resource).data;
  const notify = useNotify();
  const save = useSaveRow(resource);
  const [typing, setTyping] = useState<Typing>(() => kept(user, resource, row.id) ?? begin(row, names));
  const [theirs, setTheirs] = useState<Row | null>(null);
  const shown = follow(typing, row, names);
  const dirty = isDirty(shown, names);

  useEffect(() => {
    const { version, before, now } = shown;
    if (dirty) writeDraft(user, keyOf(resource), row.id, { savedAt: new Date().toISOString(), id: row.id, version, values: { before, now } });
    else dropDraft(user, keyOf(resource), row.id);
  }, [shown, dirty, user, resource, row.id]);

  const send = (typed: Typing) => {
    setTyping(typed);
    save.mutate({ id: row.id, version: typed.version, values: toSave(typed, names) }, {
      onSuccess: (answer) => {
        const there = textsOf(answer, names);
        // What was typed while it was on its way is kept.
        setTyping((latest) => ({ version: answer.version, before: there, now: Object.fromEntries(names.map((name) => [name, (latest.now[name] === typed.now[name] ? there : latest.now)[name]!])) }));
        notify.ok(saved);
      },
      onError: (error) => {
        if (!isApiError(error, "stale_version") || !error.data.current) return notify.fail(error);
        const current = error.data.current as Row;
        // Something else of the record has changed, not these words: there is nothing to choose.
        if (clashes(typed, textsOf(current, names), names).length) setTheirs(current);
        else send(follow(typed, current, names));
      },
    });
  };
  const resolve = (merged: Record<string, unknown>, current: Row) => {
    const next = { version: current.version, before: textsOf(current, names), now: Object.fromEntries(names.map((name) => [name, String(merged[name] ?? "")])) };
    setTheirs(null);
    setTyping(next);
    if (isDirty(next, names)) send(next);
  };
  const fields = meta?.fields.filter((field) => names.includes(field.name)) ?? [];
  return {
    texts: shown.now, dirty, clashing: clashes(shown, textsOf(row, names), names), saving: save.isPending,
    type: (name, value) => setTyping({ ...shown, now: { ...shown.now, [name]: value } }),
    save: () => send(shown),
    question: theirs && meta && (
      <StaleDialog meta={meta} fields={fields} base={{ ...row, ...shown.before }} mine={shown.now} theirs={theirs} onCancel={() => setTheirs(null)} onResolve={resolve} />
    ),
  };
}

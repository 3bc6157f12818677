import { useEffect, useState } from "react";
import { useMe } from "../../../api/me";
import { uuid7 } from "../../../api/uuid";
import { dropDraft, readDraft, writeDraft } from "../../../resource/form/draft";
import { useSaveRow } from "../../../resource/data/row";
import type { Row } from "../../../api/types";

export interface Talk {
  customer: string | null;
  contact: string | null;
  channel: string;
  /** Empty: the moment of saving. */
  occurred_at: string | null;
  content: string;
  result: string;
  effect: string;
  next_contact_at: string | null;
}

const EMPTY: Talk = { customer: null, contact: null, channel: "phone", occurred_at: null, content: "", result: "", effect: "", next_contact_at: null };

/** What is sent: filled fields only, the moment of saving where no time was set. */
export function requestOf(talk: Talk, now: Date): Record<string, unknown> {
  const filled = Object.fromEntries(Object.entries(talk).map(([name, value]) => [name, typeof value === "string" ? value.trim() : value] as const).filter(([, value]) => value));
  return { ...filled, occurred_at: talk.occurred_at ?? now.toISOString() };
}

/** The entry that is being written: kept as a draft of this person for this customer until it is saved or thrown away. */
export function useTalk(customer: string | null, start: Partial<Talk>) {
  const user = useMe()?.id ?? "";
  const place = `talk.${customer ?? "any"}`;
  const [draft, setDraft] = useState(() => readDraft(user, place, null));
  // The id is made once, so that a repeated sending after a lost answer stays one entry.
  const [id, setId] = useState(() => draft?.id ?? uuid7());
  const blank: Talk = { ...EMPTY, ...start, customer };
  const [talk, setTalk] = useState<Talk>(() => ({ ...blank, ...(draft?.values as Partial<Talk> | undefined) }));
  const save = useSaveRow("interactions");
  const written = Boolean(talk.content.trim() || talk.result.trim());
  const text = JSON.stringify(talk);

  useEffect(() => {
    if (!written || save.isSuccess) return;
    const timer = setTimeout(() => writeDraft(user, place, null, { savedAt: new Date().toISOString(), id, version: null, values: JSON.parse(text) as Record<string, unknown> }), 300);
    return () => clearTimeout(timer);
  }, [text, written, user, place, id, save.isSuccess]);

  const discard = () => {
    dropDraft(user, place, null);
    setDraft(null);
    setId(uuid7());
    setTalk(blank);
  };
  const send = async (): Promise<Row> => {
    const row = await save.mutateAsync({ id, version: null, values: requestOf(talk, new Date()) });
    dropDraft(user, place, null);
    return row;
  };
  const set = (changes: Partial<Talk>) => setTalk((old) => ({ ...old, ...changes }));
  return { talk, set, draft, discard, send, saving: save.isPending };
}

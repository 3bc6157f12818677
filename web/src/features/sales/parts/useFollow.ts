import { useState } from "react";
import { useMe } from "../../../api/me";
import { useDo } from "../../../resource/data/row";
import { dropDraft, readDraft, writeDraft } from "../../../resource/form/draft";
import type { Row } from "../../../api/types";
import { uuid7 } from "../../../api/uuid";
import { RESOURCE } from "../api";

export interface Note {
  channel: string;
  content: string;
  result: string;
  contact: string | null;
  occurred_at: string | null;
  next_contact_at: string | null;
}

const EMPTY: Note = { channel: "phone", content: "", result: "", contact: null, occurred_at: null, next_contact_at: null };

/** What is sent of a note: filled fields only. Without a time the server takes now. */
export function inputsOf(note: Note): Record<string, string> {
  return Object.fromEntries(Object.entries(note).map(([name, value]) => [name, (value ?? "").trim()] as const).filter(([, value]) => value));
}

/** A follow-up that is being written; it stays as a draft of this person for this opportunity until it is saved. */
export function useFollow(row: Row) {
  const user = useMe()?.id ?? "";
  const place = `follow.${row.id}`;
  const [note, setNote] = useState<Note>(() => ({ ...EMPTY, ...(readDraft(user, place, null)?.values as Partial<Note> | undefined) }));
  const run = useDo(RESOURCE);
  const set = (changes: Partial<Note>) => {
    const next = { ...note, ...changes };
    setNote(next);
    if (next.content.trim()) writeDraft(user, place, null, { savedAt: new Date().toISOString(), id: uuid7(), version: null, values: { ...next } });
    else dropDraft(user, place, null);
  };
  const send = async (): Promise<void> => {
    await run.mutateAsync({ row, verb: "follow", inputs: inputsOf(note) });
    dropDraft(user, place, null);
    setNote({ ...EMPTY, channel: note.channel });
  };
  return { note, set, send, saving: run.isPending };
}

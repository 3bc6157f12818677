import { useCallback, useEffect, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { ApiError, isApiError } from "../../../api/errors";
import { useMe } from "../../../api/me";
import { useNotify } from "../../../kit/notify";
import { dropDraft, readDraft, writeDraft } from "../../../resource/form/draft";
import { sendPhotos, useSaveWhole, wholeQuery, type Photos, type Whole } from "../api";
import { faults, sent, serverFaults, typed, type Typed } from "../model/lines";
import { takePhotos } from "./photos";

const KIND = "expense_lines";

interface State {
  lines: Typed[];
  account: string | null;
  version: number;
  dirty: boolean;
  restored?: boolean;
}

export interface Editor extends State {
  stale: boolean;
  saving: boolean;
  /** Photos on their way: how many of how many. */
  sending: [number, number] | null;
  error: unknown;
  faults: Record<string, Record<string, string>>;
  /** Photos that wait for their line to be saved. */
  photos: Photos;
  change: (lines: Typed[]) => void;
  setAccount: (account: string) => void;
  addPhotos: (lines: Typed[], photos: Photos) => void;
  save: (after?: () => void) => void;
  reset: () => void;
}

function fresh(whole: Whole): State {
  const account = "bank_account" in whole.claim ? String(whole.claim.bank_account ?? "") : null;
  return { lines: whole.lines.map(typed), account, version: whole.claim.version, dirty: false };
}

function start(whole: Whole, user: string): State {
  const draft = readDraft(user, KIND, whole.claim.id);
  const kept = draft?.values as unknown as Pick<State, "lines" | "account"> | undefined;
  if (!draft || !Array.isArray(kept?.lines) || !whole.claim._can?.includes("update")) return fresh(whole);
  return { lines: kept.lines, account: kept.account, version: draft.version ?? whole.claim.version, dirty: true, restored: true };
}

/** The lines as they are being typed, kept in this browser until saved. Photos are sent as soon as their lines are. */
export function useEditor(whole: Whole, sentence: string): Editor {
  const user = useMe()?.id ?? "";
  const id = whole.claim.id;
  const client = useQueryClient();
  const notify = useNotify();
  const [state, setState] = useState<State>(() => start(whole, user));
  const [found, setFound] = useState<Editor["faults"]>({});
  const [photos, setPhotos] = useState<Photos>({});
  const [sending, setSending] = useState<Editor["sending"]>(null);
  const saving = useSaveWhole(id);
  const shown = !state.dirty && state.version !== whole.claim.version ? fresh(whole) : state;
  const stale = shown.dirty && (shown.version !== whole.claim.version || isApiError(saving.error, "stale_version"));

  useEffect(() => {
    if (state.dirty) writeDraft(user, KIND, id, { savedAt: new Date().toISOString(), id, version: state.version, values: { lines: state.lines, account: state.account } });
  }, [state, user, id]);

  const send = useCallback(async (waiting: Photos) => {
    const all = Object.values(waiting).flat().length;
    if (!all) return;
    setSending([0, all]);
    const { left, error } = await sendPhotos(waiting, (done) => setSending([done, all]));
    setPhotos(left);
    setSending(null);
    if (error) notify.fail(error);
    await client.invalidateQueries({ queryKey: wholeQuery(id).queryKey });
  }, [client, id, notify]);

  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void send(takePhotos(id));
  }, [id, send]);

  const put = (next: Partial<State>) => {
    setState({ ...shown, ...next, dirty: true, restored: false });
    if (saving.isError && !isApiError(saving.error, "stale_version")) saving.reset();
  };
  const store = (lines: Typed[], waiting: Photos, after?: () => void) => {
    const wrong = faults(lines, sentence);
    setFound(wrong);
    if (Object.keys(wrong).length) return;
    const values = shown.account === null ? undefined : { bank_account: shown.account.trim() };
    saving.mutate({ version: shown.version, lines: sent(lines), ...(values ? { values } : {}) }, {
      onSuccess: (saved) => {
        dropDraft(user, KIND, id);
        // Whoever typed on while it was being saved keeps that: it is newer than what has come back.
        setState((now) => (now.dirty && (now.lines !== lines || now.account !== shown.account) ? { ...now, version: saved.claim.version } : fresh(saved)));
        setFound({});
        void send(waiting).then(after);
      },
      onError: (error) => error instanceof ApiError && setFound(serverFaults(error.fields, lines)),
    });
  };
  return {
    ...shown, stale, saving: saving.isPending, sending, error: stale || Object.keys(found).length ? null : saving.error, faults: found, photos,
    change: (lines) => put({ lines }),
    setAccount: (account) => put({ account }),
    addPhotos: (lines, more) => {
      const waiting = { ...photos };
      for (const [line, files] of Object.entries(more)) waiting[line] = [...(waiting[line] ?? []), ...files];
      setPhotos(waiting);
      put({ lines });
      store(lines, waiting);
    },
    save: (after) => store(shown.lines, photos, after),
    reset: () => { dropDraft(user, KIND, id); saving.reset(); setFound({}); setPhotos({}); setState(fresh(whole)); },
  };
}

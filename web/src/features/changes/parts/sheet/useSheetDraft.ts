import { useCallback, useEffect, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { isApiError } from "../../../../api/errors";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { refreshSheet, server } from "../../api";
import type { SheetDraft } from "../../model/draft";
import { sendDraft } from "../../model/sending";
import { drop, isLasting, keep } from "../../model/store";

export interface Part { done: number; all: number }

/** A draft on this device: kept at every change, sent in parts, sent again by itself when the line is back. */
export function useSheetDraft(begun: SheetDraft, onSent: () => void) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const [draft, setDraft] = useState(begun);
  const [part, setPart] = useState<Part | null>(null);
  const [waiting, setWaiting] = useState(false);
  const [lasting, setLasting] = useState(true);
  const latest = useRef(draft);
  const busy = useRef(false);
  const put = useCallback((next: SheetDraft) => { latest.current = next; setDraft(next); }, []);

  useEffect(() => { void isLasting().then(setLasting); }, []);
  useEffect(() => {
    const timer = setTimeout(() => void keep(draft).catch(() => setLasting(false)), 250);
    return () => clearTimeout(timer);
  }, [draft]);
  // Leaving at once after the last key must not lose it.
  useEffect(() => () => { if (!busy.current && latest.current.at !== begun.at) void keep(latest.current).catch(() => undefined); }, [begun.at]);

  /** Changes what is written; then the server has to be told again. */
  const change = useCallback((values: Partial<SheetDraft>) => {
    // What somebody has signed stays as it was shown to them.
    if (!latest.current.signatures.length) put({ ...latest.current, ...values, sent: false, at: Date.now() });
  }, [put]);
  /** Adds to what is written: photos, signatures. */
  const add = useCallback((values: Partial<SheetDraft>) => put({ ...latest.current, ...values, at: Date.now() }), [put]);

  const send = useCallback(async (submit?: boolean) => {
    if (busy.current) return;
    busy.current = true;
    setWaiting(false);
    try {
      const start = submit === undefined ? latest.current : { ...latest.current, submit };
      put(start);
      await keep(start).catch(() => setLasting(false));
      setPart({ done: 0, all: 1 });
      await sendDraft(start, server, async (next) => { put(next); await keep(next).catch(() => undefined); }, (done, all) => setPart({ done, all }));
      await drop(start.id);
      refreshSheet(client, start.id);
      notify.ok(start.submit ? t("已上传并提交审批") : t("已上传"));
      onSent();
    } catch (error) {
      if (isApiError(error, "offline")) setWaiting(true);
      else notify.fail(error);
    } finally {
      busy.current = false;
      setPart(null);
    }
  }, [client, notify, onSent, put, t]);

  useEffect(() => {
    if (!waiting) return;
    const again = () => void send();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [waiting, send]);

  return { draft, change, add, send, part, waiting, lasting };
}

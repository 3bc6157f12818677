import { useEffect, useState } from "react";
import { ApiError, isApiError } from "../../../../api/errors";
import { useMe } from "../../../../api/me";
import { dropDraft, readDraft, writeDraft } from "../../../../resource/form/draft";
import { useSaveWhole, type Whole } from "../../api";
import { faults, type Basis, type Typed } from "../../model/amounts";
import { emptyLine, isBlank, sent, typed } from "../../model/lines";

const KIND = "quotation_lines";

interface State {
  lines: Typed[];
  basis: Basis;
  /** The version of the quotation that this was typed over. */
  version: number;
  dirty: boolean;
  restored?: boolean;
}

export interface Editor extends State {
  /** Somebody else saved meanwhile: what was typed stays here until one decides. */
  stale: boolean;
  saving: boolean;
  error: unknown;
  /** Messages by line id and field. */
  faults: Record<string, Record<string, string>>;
  change: (lines: Typed[]) => void;
  setBasis: (basis: Basis) => void;
  save: (over?: boolean) => void;
  reset: () => void;
}

function fresh(whole: Whole): State {
  const row = whole.quotation;
  return {
    lines: whole.lines.map(typed),
    basis: { discount: String(row.discount ?? "0") === "0.00" ? "" : String(row.discount), includesTax: row.includes_tax !== false },
    version: row.version,
    dirty: false,
  };
}

function start(whole: Whole, user: string): State {
  const draft = readDraft(user, KIND, whole.quotation.id);
  const kept = draft?.values as unknown as Pick<State, "lines" | "basis"> | undefined;
  if (!draft || !Array.isArray(kept?.lines)) return fresh(whole);
  return { lines: kept.lines, basis: kept.basis, version: draft.version ?? whole.quotation.version, dirty: true, restored: true };
}

/** The lines as they are being typed. They are kept in the browser until saved, so leaving the page or a conflict loses nothing. */
export function useEditor(whole: Whole, required: string): Editor {
  const user = useMe()?.id ?? "";
  const id = whole.quotation.id;
  const [state, setState] = useState<State>(() => start(whole, user));
  const [found, setFound] = useState<Editor["faults"]>({});
  const saving = useSaveWhole(id);
  const now = whole.quotation.version;
  // What the server has now is shown, unless something is typed that it does not have.
  const shown = !state.dirty && state.version !== now ? fresh(whole) : state;
  const stale = shown.dirty && (shown.version !== now || isApiError(saving.error, "stale_version"));

  useEffect(() => {
    if (state.dirty) writeDraft(user, KIND, id, { savedAt: new Date().toISOString(), id, version: state.version, values: { lines: state.lines, basis: state.basis } });
  }, [state, user, id]);

  const put = (next: Partial<State>) => {
    setState({ ...shown, ...next, dirty: true, restored: false });
    if (saving.isError && !isApiError(saving.error, "stale_version")) saving.reset();
  };
  const save = (over = false) => {
    const missing = localFaults(shown.lines, required);
    setFound(missing);
    if (Object.keys(missing).length) return;
    const lines = sent(shown.lines);
    const version = over ? currentVersion(saving.error) ?? now : shown.version;
    saving.mutate({ version, lines, values: { discount: shown.basis.discount.trim() || "0", includes_tax: shown.basis.includesTax } }, {
      onSuccess: (saved) => {
        dropDraft(user, KIND, id);
        setState(fresh(saved));
        setFound({});
      },
      onError: (error) => error instanceof ApiError && setFound(serverFaults(error.fields, lines)),
    });
  };
  const reset = () => {
    dropDraft(user, KIND, id);
    saving.reset();
    setFound({});
    setState(fresh(whole));
  };
  return {
    ...shown, stale, saving: saving.isPending, error: stale ? null : saving.error, faults: found,
    change: (lines) => put({ lines }), setBasis: (basis) => put({ basis }), save, reset,
  };
}

function currentVersion(error: unknown): number | null {
  const current = error instanceof ApiError ? (error.data as { current?: { version?: number } }).current : undefined;
  return current?.version ?? null;
}

function localFaults(lines: Typed[], sentence: string): Editor["faults"] {
  const found: Editor["faults"] = {};
  for (const line of lines) {
    if (isBlank(line)) continue;
    const wrong = Object.keys(faults(line.unit_price.trim() ? line : { ...line, unit_price: "0" }));
    if (wrong.length) found[line.id] = Object.fromEntries(wrong.map((name) => [name, sentence]));
  }
  return found;
}

/** `lines.3.name` of the answer belongs to the fourth line that was sent. */
function serverFaults(fields: Record<string, string[]>, lines: Typed[]): Editor["faults"] {
  const found: Editor["faults"] = {};
  for (const [path, texts] of Object.entries(fields)) {
    const [, index, name] = /^lines\.(\d+)\.(\w+)$/.exec(path) ?? [];
    const line = index ? lines[Number(index)] : undefined;
    if (line && name) found[line.id] = { ...found[line.id], [name]: texts.join(" ") };
  }
  return found;
}

/** A line more, with the rate of the last one. */
export function withNewLine(lines: Typed[], at = lines.length): Typed[] {
  return [...lines.slice(0, at), emptyLine(lines[at - 1]?.tax_rate ?? lines.at(-1)?.tax_rate), ...lines.slice(at)];
}

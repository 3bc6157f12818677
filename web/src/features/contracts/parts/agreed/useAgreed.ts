import { useState } from "react";
import { ApiError, isApiError } from "../../../../api/errors";
import { useT } from "../../../../i18n";
import { useSaveAgreed, type Agreed } from "../../api";
import { faultsOf, fresh, isBlank, sent, typed, wrongNumbers, type Kind, type Typed } from "../../model/agreed";

type Faults = Record<string, Record<string, string>>;

export interface Editing {
  kind: Kind;
  rows: Typed[];
  dirty: boolean;
  /** Messages by row id and field. */
  faults: Faults;
  /** Somebody else saved meanwhile: what was typed stays until one decides. */
  stale: boolean;
  saving: boolean;
  error: unknown;
  change: (rows: Typed[]) => void;
  add: (after?: number) => void;
  save: (over: boolean, done: () => void) => void;
}

/** All lines or all payment terms of a draft while they are typed; saved in one request. */
export function useAgreed(kind: Kind, whole: Agreed): Editing {
  const { t } = useT();
  const [rows, setRows] = useState<Typed[]>(() => (whole[kind].length ? whole[kind].map((row) => typed(kind, row)) : [fresh(kind)]));
  const [dirty, setDirty] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const saving = useSaveAgreed(whole.contract.id);
  const [version] = useState(whole.contract.version);
  const stale = isApiError(saving.error, "stale_version");
  const change = (next: Typed[]) => { setRows(next); setDirty(true); };
  const save = (over: boolean, done: () => void) => {
    const filled = rows.filter((row) => !isBlank(kind, row));
    const wrong = wrongNumbers(kind, filled);
    setFaults(wrong.reduce<Faults>((all, [id, name]) => ({ ...all, [id]: { ...all[id], [name]: t("请填写数字，例如 1200.50") } }), {}));
    if (wrong.length) return;
    const current = saving.error instanceof ApiError ? (saving.error.data as { current?: { version?: number } }).current?.version : undefined;
    saving.mutate({ version: over ? (current ?? version) : version, [kind]: sent(kind, filled) }, {
      onSuccess: done,
      onError: (error) => error instanceof ApiError && setFaults(faultsOf(kind, error.fields, filled)),
    });
  };
  return {
    kind, rows, dirty, faults, stale, saving: saving.isPending, error: stale ? null : saving.error, change, save,
    add: (after = rows.length) => change([...rows.slice(0, after), fresh(kind, rows[after - 1]), ...rows.slice(after)]),
  };
}

import { Suspense } from "react";
import { useMeta } from "../../../api/meta";
import type { Row } from "../../../api/types";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { FormDrawer } from "../../../resource/form/FormDrawer";
import { useResourceUi } from "../../../resource/registry";

interface Props {
  resource: string;
  initial?: Record<string, unknown>;
  onClose: () => void;
  onDone: (row: Row) => void;
}

/** The form of a resource over the workbench: the feature's own where it has one. */
export function CreateForm({ resource, initial, onClose, onDone }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const meta = useMeta(resource).data;
  const Own = useResourceUi(resource).createForm;
  if (!meta) return null;
  const created = (row: Row) => {
    onClose();
    notify.ok(t("已新建{{label}}", { label: meta.label }));
    onDone(row);
  };
  return Own
    ? <Suspense fallback={null}><Own resource={resource} meta={meta} initial={initial} onClose={onClose} onCreated={created} /></Suspense>
    : <FormDrawer meta={meta} row={null} initial={initial} onClose={onClose} onSaved={created} />;
}

import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import type { Meta, ResourceAction } from "../../api/types";
import { formatCount } from "../../kit/format";
import { useConfirm, useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { useBulk, type Selection } from "../data/row";
import { showFailures } from "./report";

const BulkEditDialog = lazy(() => import("./BulkEditDialog").then((module) => ({ default: module.BulkEditDialog })));
const BulkActionDialog = lazy(() => import("./BulkActionDialog").then((module) => ({ default: module.BulkActionDialog })));

interface Props {
  meta: Meta;
  selected: string[];
  /** All that the list's query finds, for 选择全部. */
  everything: Selection;
  total: number | null;
  totalExact: boolean;
  loaded: number;
  onClear: () => void;
  onExport: (on: Selection) => void;
}

/** What can be done with the chosen rows at once. */
export function BatchBar({ meta, selected, everything, total, totalExact, loaded, onClear, onExport }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const bulk = useBulk(meta.name);
  const [all, setAll] = useState(false);
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState<ResourceAction | null>(null);
  const isAll = all && selected.length > 0;
  const on: Selection = isAll ? everything : { ids: selected };
  const n = isAll ? (total ?? selected.length) : selected.length;
  const actions = meta.actions.filter((action) => action.bulk && meta.can.includes(action.name));
  const canOfferAll = !all && selected.length === loaded && total !== null && (total > loaded || !totalExact);

  const run = async (action: string, label: string, question: string, danger: boolean) => {
    if (!(await confirm({ title: t("{{label}} {{n}} 条记录？", { label, n: formatCount(n, !isAll || totalExact) }), text: question || undefined, ok: label, danger }))) return;
    bulk.mutate({ on, action }, {
      onSuccess: (result) => {
        showFailures(notify, t, label, result);
        if (!result.failed.length) onClear();
      },
      onError: notify.fail,
    });
  };
  const start = (action: ResourceAction) => (action.inputs.length ? setAsking(action) : void run(action.name, action.label, action.confirm, action.danger));

  return (
    <section className="batch-bar" aria-label={t("批量操作")}>
      <span className="num">{isAll ? t("已选择全部 {{n}} 条", { n: formatCount(n, totalExact) }) : t("已选择 {{n}} 条", { n: selected.length })}</span>
      {canOfferAll && <Button type="link" size="small" onClick={() => setAll(true)}>{t("选择全部 {{n}} 条", { n: formatCount(total, totalExact) })}</Button>}
      <Button type="link" size="small" onClick={() => { setAll(false); onClear(); }}>{t("取消选择")}</Button>
      <div className="grow" />
      {meta.can.includes("update") && <Button onClick={() => setEditing(true)}>{t("批量修改")}</Button>}
      {actions.map((action) => <Button key={action.name} danger={action.danger} loading={bulk.isPending && bulk.variables?.action === action.name} onClick={() => start(action)}>{action.label}</Button>)}
      {meta.can.includes("export") && <Button onClick={() => onExport(on)}>{t("导出")}</Button>}
      {meta.can.includes("archive") && <Button onClick={() => void run("archive", t("归档"), t("归档后不再出现在列表中，可随时恢复。"), false)}>{t("归档")}</Button>}
      <Suspense fallback={null}>
        {editing && <BulkEditDialog meta={meta} on={on} count={n} onClose={() => setEditing(false)} onDone={onClear} />}
        {asking && <BulkActionDialog meta={meta} action={asking} on={on} count={n} onClose={() => setAsking(null)} onDone={onClear} />}
      </Suspense>
    </section>
  );
}

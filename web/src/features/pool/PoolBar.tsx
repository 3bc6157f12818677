import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import type { Meta } from "../../api/types";
import { useConfirm, useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { useClaim, type PoolRow } from "./api";

const BulkActionDialog = lazy(() => import("../../resource/bulk/BulkActionDialog").then((module) => ({ default: module.BulkActionDialog })));

interface Props {
  meta: Meta;
  rows: PoolRow[];
  selected: string[];
  onDone: () => void;
}

/** What can be done with the chosen customers: claim them, and, for supervisors, give them to somebody. */
export function PoolBar({ meta, rows, selected, onDone }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const claim = useClaim();
  const [assigning, setAssigning] = useState(false);
  const assign = meta.actions.find((action) => action.name === "assign" && meta.can.includes("assign"));
  const assignable = selected.filter((id) => rows.find((row) => row.id === id)?._can?.includes("assign"));
  const run = async () => {
    if (!(await confirm({ title: t("领取这 {{n}} 个客户？", { n: selected.length }), text: t("领取后由您负责跟进。"), ok: t("领取") }))) return;
    claim.mutate(selected, {
      onSuccess: ({ done, failed }) => {
        const [first] = failed;
        if (first) notify.fail(t("{{done}} 个已领取，{{n}} 个没有成功。{{reason}}", { done, n: failed.length, reason: first.message }));
        else notify.ok(t("已领取 {{n}} 个客户", { n: done }));
        onDone();
      },
      onError: notify.fail,
    });
  };
  return (
    <section className="batch-bar" aria-label={t("批量操作")}>
      <span className="num">{t("已选择 {{n}} 条", { n: selected.length })}</span>
      <Button type="link" size="small" onClick={onDone}>{t("取消选择")}</Button>
      <div className="grow" />
      {assign && <Button disabled={!assignable.length} onClick={() => setAssigning(true)}>{t("分配给…")}</Button>}
      <Button type="primary" disabled={!selected.length} loading={claim.isPending} onClick={() => void run()}>{t("领取")}</Button>
      <Suspense fallback={null}>
        {assigning && assign && <BulkActionDialog meta={meta} action={assign} on={{ ids: assignable }} count={assignable.length} onClose={() => setAssigning(false)} onDone={() => { setAssigning(false); onDone(); }} />}
      </Suspense>
    </section>
  );
}

import { useState } from "react";
import { Modal } from "antd";
import { useMeta } from "../../../../api/meta";
import type { Filter, Ref, Row } from "../../../../api/types";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { formatDate, formatMoney } from "../../../../kit/format";
import { useNotify } from "../../../../kit/notify";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { fieldsFor, useList } from "../../../../resource/data/list";
import { useDo } from "../../../../resource/data/row";

/** Which offer became this contract: its lines take the place of the draft's. */
export function TakeLines({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo("contracts");
  const [chosen, setChosen] = useState<string | null>(null);
  const customer = (row.customer as Ref | null)?.id ?? "";
  const meta = useMeta("quotations");
  const filter: Filter = { and: [["customer", "=", customer], ["state", "in", ["accepted", "sent", "approved"]]] };
  const offers = useList("quotations", { q: "", filter, sort: "-updated_at", fields: meta.data && fieldsFor(meta.data, ["title", "number", "revision", "total_amount", "updated_at"]) }, meta.data?.can.includes("read") ?? false);
  const take = () => run.mutate({ row, verb: "take_lines", inputs: { quotation: chosen } }, { onSuccess: () => { notify.ok(t("报价明细已带入合同")); onClose(); } });
  return (
    <Modal open title={t("带入报价明细")} onCancel={onClose} onOk={take} okText={t("带入")} cancelText={t("取消")} okButtonProps={{ disabled: !chosen, loading: run.isPending }}>
      <p className="second">{t("合同现有的明细会被报价的明细取代，合同金额等于报价的含税合计。")}</p>
      {offers.isPending && <LinesSkeleton />}
      {Boolean(offers.error) && <ErrorBox error={offers.error} />}
      {!offers.isPending && !offers.error && !offers.rows.length && <Empty text={t("这个客户还没有已批准、已发送或已接受的报价")} />}
      <div role="radiogroup" aria-label={t("报价")} className="offer-list">
        {offers.rows.map((one) => (
          <label key={one.id} className="row between wrap">
            <span className="row"><input type="radio" name="offer" checked={chosen === one.id} onChange={() => setChosen(one.id)} /><span><b>{String(one.title)}</b> <span className="muted small num">{String(one.number)} V{String(one.revision)} · {formatDate(one.updated_at as string)}</span></span></span>
            <b className="num">¥ {formatMoney(one.total_amount as string)}</b>
          </label>
        ))}
      </div>
      {run.isError && <ErrorBox error={run.error} />}
    </Modal>
  );
}

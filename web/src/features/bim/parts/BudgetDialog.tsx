import { useState } from "react";
import { InputNumber, Modal, Radio } from "antd";
import type { Row } from "../../../api/types";
import { RefSelect } from "../../../kit/RefSelect";
import { moneyWithUnit } from "../../../kit/format";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useBudget, type QuantityRow } from "../api";
import { typeName } from "../model/scene";

/** A quantity at a price becomes the budget of a cost item. */
export function BudgetDialog({ row, line, whole, onClose }: { row: Row; line: QuantityRow; whole: boolean; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const send = useBudget(row.id);
  const [measure, setMeasure] = useState<"count" | "length" | "area" | "volume">(line.volume ? "volume" : "count");
  const [price, setPrice] = useState<string | null>(null);
  const [item, setItem] = useState<string | null>(null);
  const quantity = line[measure] ?? 0;
  const units = { count: t("件"), length: "m", area: "m²", volume: "m³" };
  const save = () => send.mutate([{ type: line.type, storey: whole ? null : line.storey_index, measure, price: price ?? "0", cost_item: item ?? "" }], {
    onSuccess: () => { notify.ok(t("已写入项目预算")); onClose(); },
    onError: notify.fail,
  });
  return (
    <Modal open title={t("计入预算")} onCancel={onClose} onOk={save} okText={t("写入预算")} cancelText={t("取消")} confirmLoading={send.isPending} okButtonProps={{ disabled: !item || !price || Number(price) <= 0 }}>
      <div className="col">
        <div className="second">{[whole ? null : (line.storey ?? t("未分层")), t(typeName(line.type))].filter(Boolean).join(" · ")}</div>
        <Radio.Group value={measure} onChange={(event) => setMeasure(event.target.value as typeof measure)} options={(["count", "length", "area", "volume"] as const).filter((one) => line[one] !== null).map((one) => ({ value: one, label: `${(line[one] ?? 0).toLocaleString("zh-CN", { maximumFractionDigits: 3 })} ${units[one]}` }))} />
        <InputNumber stringMode min="0.01" precision={2} value={price} onChange={(value) => setPrice(value)} prefix="¥" suffix={`/${units[measure]}`} placeholder={t("单价")} aria-label={t("单价")} style={{ width: "100%" }} />
        <RefSelect resource="cost_items" value={item} onChange={setItem} placeholder={t("成本科目")} aria-label={t("成本科目")} />
        <div>{t("预算金额")} <b className="num">{moneyWithUnit(String((quantity * Number(price ?? 0)).toFixed(2)))}</b></div>
        <div className="muted small">{t("该科目已有预算时会改为这个金额。")}</div>
      </div>
    </Modal>
  );
}

import { useState } from "react";
import { Segmented } from "antd";
import { formatCount, moneyWithUnit } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { useLosses } from "../../api";
import { lossLink, type Span } from "../../model/drill";
import { Panel } from "./Panel";
import { RateBar } from "./RateBar";
import { Sum } from "./Sum";

/** Where and why deals are lost. */
export function LossPanel({ span }: { span: Span }) {
  const { t } = useT();
  const [by, setBy] = useState("reason");
  const losses = useLosses(span, by);
  const choice = <Segmented size="small" value={by} onChange={setBy} options={[{ value: "reason", label: t("原因") }, { value: "phase", label: t("时期") }, { value: "region", label: t("地区") }, { value: "project_type", label: t("行业") }]} />;
  const most = Math.max(1, ...(losses.data?.items ?? []).map((item) => item.count));
  return (
    <Panel title={t("丢单分析")} extra={choice} query={losses} none={t("这段时间没有丢单。")} isEmpty={(found) => !found.count}>
      {(found) => (
        <>
          <p className="second small num">{t("丢单 {{n}} 个，金额 {{sum}}", { n: formatCount(found.count), sum: moneyWithUnit(found.amount) })}</p>
          <ul className="rate-bars">
            {found.items.map((item) => (
              <RateBar key={item.value} to={lossLink(span, by, item.value)} label={item.label} share={item.count / most} tone="loss"
                value={<><b>{formatCount(item.count)}</b> <span className="muted small">{item.share}% · <Sum value={item.amount} /></span></>} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

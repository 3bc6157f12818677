import { useState } from "react";
import { Segmented } from "antd";
import { formatCount, moneyWithUnit } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { useLosses, type LossPart } from "../../api";
import { lossLink, type Span } from "../../model/drill";
import { Panel } from "./Panel";
import { RateBar } from "./RateBar";
import { Sum } from "./Sum";

const SAID = 6;

/** The largest parts of a group in a line: 价格偏高 5 · 技术方案 2. */
const madeOf = (parts: LossPart[]) => parts.slice(0, SAID).map((part) => `${part.label} ${formatCount(part.count)}`).join(" · ") + (parts.length > SAID ? " …" : "");

/** Where and why deals are lost; of each phase, place and type the reasons. */
export function LossPanel({ span }: { span: Span }) {
  const { t } = useT();
  const [by, setBy] = useState("reason");
  const losses = useLosses(span, by);
  const choice = <Segmented size="small" value={by} onChange={setBy} options={[{ value: "reason", label: t("原因") }, { value: "phase", label: t("时期") }, { value: "region", label: t("地区") }, { value: "project_type", label: t("行业") }, { value: "owner", label: t("负责人") }]} />;
  const most = Math.max(1, ...(losses.data?.items ?? []).map((item) => item.count));
  return (
    <Panel title={t("丢单分析")} extra={choice} query={losses} none={t("这段时间没有丢单。")} isEmpty={(found) => !found.count}>
      {(found) => (
        <>
          <p className="second small num">{t("丢单 {{n}} 个，金额 {{sum}}", { n: formatCount(found.count), sum: moneyWithUnit(found.amount) })}</p>
          <ul className="rate-bars">
            {found.items.map((item) => (
              <RateBar key={item.value} to={lossLink(span, by, item.value)} label={item.label} share={item.count / most} tone="loss" note={madeOf(item.parts)}
                value={<><b>{formatCount(item.count)}</b> <span className="muted small">{item.share}% · <Sum value={item.amount} /></span></>} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

import { useState } from "react";
import { Segmented } from "antd";
import { useCan } from "../../../../api/me";
import { formatCount } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { CHURNS, useDepartures, type LossPart } from "../../api";
import { departureLink, type Span } from "../../model/drill";
import { Panel } from "./Panel";
import { RateBar } from "./RateBar";

const SAID = 6;
const madeOf = (parts: LossPart[]) => parts.slice(0, SAID).map((part) => `${part.label} ${formatCount(part.count)}`).join(" · ") + (parts.length > SAID ? " …" : "");

/** Which customers left, why, and how far things had come with them. */
export function DeparturePanel({ span }: { span: Span }) {
  const { t } = useT();
  const may = useCan()(CHURNS, "read");
  const [by, setBy] = useState("churn_reason");
  const found = useDepartures(span, by, may);
  if (!may) return null;
  const choice = <Segmented size="small" value={by} onChange={setBy} options={[{ value: "churn_reason", label: t("原因") }, { value: "phase", label: t("时期") }, { value: "region", label: t("地区") }, { value: "project_type", label: t("行业") }, { value: "owner", label: t("负责人") }]} />;
  const most = Math.max(1, ...(found.data?.items ?? []).map((item) => item.count));
  return (
    <Panel title={t("客户流失分析")} extra={choice} query={found} none={t("这段时间没有登记流失的客户。")} isEmpty={(data) => !data.count}>
      {(data) => (
        <>
          <p className="second small num">{t("流失 {{n}} 个客户，已挽回 {{back}} 个", { n: formatCount(data.count), back: formatCount(data.back) })}</p>
          <ul className="rate-bars">
            {data.items.map((item) => (
              <RateBar key={item.value} to={departureLink(span, by, item.value)} label={item.label} share={item.count / most} tone="loss" note={madeOf(item.parts)}
                value={<><b>{formatCount(item.count)}</b> <span className="muted small">{item.share}%</span></>} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

import { useState } from "react";
import { Segmented } from "antd";
import { formatCount } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { useWinRates, type WinGroup } from "../../api";
import { winLink, type Span } from "../../model/drill";
import { Panel } from "./Panel";
import { RateBar } from "./RateBar";

/** How many of the decided deals were won, and how many of those that had been quoted. */
export function WinPanel({ span }: { span: Span }) {
  const { t } = useT();
  const [by, setBy] = useState("region");
  const [quoted, setQuoted] = useState("all");
  const rates = useWinRates(span, by);
  const rate = (group: Pick<WinGroup, "rate" | "quoted_rate">) => (quoted === "quoted" ? group.quoted_rate : group.rate);
  const parts = (group: Pick<WinGroup, "won" | "decided" | "quoted_won" | "quoted">) => (quoted === "quoted" ? [group.quoted_won, group.quoted] : [group.won, group.decided]);
  const choice = <Segmented size="small" value={by} onChange={setBy} options={[{ value: "region", label: t("地区") }, { value: "project_type", label: t("行业") }, { value: "owner", label: t("负责人") }, { value: "source", label: t("来源") }]} />;
  const text = (group: Pick<WinGroup, "won" | "decided" | "quoted_won" | "quoted">) => t("{{won}} / {{all}} 个", { won: formatCount(parts(group)[0]!), all: formatCount(parts(group)[1]!) });
  return (
    <Panel title={t("赢单率")} extra={choice} query={rates} none={t("这段时间没有已有结果的商机。")} isEmpty={(found) => !found.items.length}>
      {(found) => (
        <>
          <div className="row between wrap">
            <span className="second small num">{t("总体 {{rate}}%", { rate: rate(found.total) ?? "—" })} · {text(found.total)}</span>
            <Segmented size="small" value={quoted} onChange={setQuoted} options={[{ value: "all", label: t("全部商机") }, { value: "quoted", label: t("报过价的") }]} />
          </div>
          <ul className="rate-bars">
            {found.items.map((item) => (
              <RateBar key={item.value} to={winLink(span, by, item.value)} label={item.label} share={(rate(item) ?? 0) / 100} tone="win"
                value={<><b>{rate(item) === null ? "—" : `${rate(item)}%`}</b> <span className="muted small">{text(item)}</span></>} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

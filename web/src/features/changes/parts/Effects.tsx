import type { ReactNode } from "react";
import { ArrowRightOutlined, CalendarOutlined, FileTextOutlined, WalletOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Ref, Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDate, formatMoney } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { DateText } from "../../../kit/DateText";
import { currentLanguage, useT } from "../../../i18n";
import { effectsQuery, type Effect, type Figure } from "../api";
import { EffectTag } from "./cells";

const ICONS: Record<Effect["part"], ReactNode> = { plan: <CalendarOutlined />, budget: <WalletOutlined />, contract: <FileTextOutlined /> };

/** What the change does to plan, budget and contract, each as before → after. */
export function Effects({ row }: { row: Row }) {
  const { t } = useT();
  const found = useQuery(effectsQuery(row));
  if (found.isPending) return <div className="panel"><LinesSkeleton /></div>;
  if (found.isError) return <div className="panel"><ErrorBox error={found.error} title={t("影响没有加载成功")} onRetry={() => void found.refetch()} /></div>;
  return (
    <div className="change-effects">
      {found.data.items.map((one) => (
        <section key={one.part} className={`panel change-effect ${one.state}`} aria-label={one.label}>
          <header className="row between"><b className="row">{ICONS[one.part]}{one.label}</b><EffectTag value={one.state} /></header>
          {one.state === "none" && (one.part === "contract" && row.variation
            ? <p className="small second">{t("金额和合同工期由签证单计入合同：")} <Link to={`/site-variations/${(row.variation as Ref).id}`}>{(row.variation as Ref).label}</Link></p>
            : <p className="muted small">{t("这个变更不涉及{{what}}。", { what: lower(one.label) })}</p>)}
          {one.rows.map((figure) => <Before key={figure.name} figure={figure} />)}
          {one.sentence && <p className={one.state === "failed" || one.state === "impossible" ? "small danger-text" : "small second"}>{one.sentence}</p>}
          {one.target && <p className="small"><Link to={pathOf(one, row)}>{one.part === "contract" ? t("打开合同变更 {{number}}", { number: one.target.label }) : one.part === "plan" ? t("打开计划") : t("打开项目成本")}</Link>{one.applied_at && <span className="muted"> · <DateText value={one.applied_at} kind="datetime" /></span>}</p>}
        </section>
      ))}
    </div>
  );
}

const lower = (label: string) => (currentLanguage() === "en" ? label.toLowerCase() : label);

function pathOf(one: Effect, row: Row): string {
  const project = (row.project as { id: string } | null)?.id ?? "";
  if (one.part === "contract") return `/contracts/${one.target?.contract ?? ""}?tab=variations&child=variations.${one.target?.id ?? ""}`;
  return one.part === "plan" ? `/projects/${project}/plan` : `/projects/${project}?tab=money`;
}

function Before({ figure }: { figure: Figure }) {
  const { t } = useT();
  const same = figure.before === figure.after;
  const shown = (value: Figure["before"]): string => {
    if (value === null || value === undefined) return "—";
    if (figure.kind === "money") return `¥ ${formatMoney(value)}`;
    if (figure.kind === "days") return t("{{n}} 天", { n: value });
    return figure.kind === "text" ? String(value) : formatDate(String(value).slice(0, 10));
  };
  return (
    <div className="change-figure">
      <span className="muted small">{figure.label}</span>
      <span className="row wrap num">
        <span className={same ? undefined : "change-before"}>{shown(figure.before)}</span>
        {!same && <><ArrowRightOutlined aria-label={t("变为")} /><b>{shown(figure.after)}</b><Difference figure={figure} /></>}
      </span>
    </div>
  );
}

function Difference({ figure }: { figure: Figure }) {
  const { t } = useT();
  const { before, after, kind } = figure;
  if (before === null || after === null) return null;
  const by = kind === "date" || kind === "moment" ? Math.round((Date.parse(String(after).slice(0, 10)) - Date.parse(String(before).slice(0, 10))) / 86_400_000) : Number(after) - Number(before);
  if (!by) return null;
  const sign = by > 0 ? "+" : "−";
  const text = kind === "money" ? `${sign}¥ ${formatMoney(Math.abs(by).toFixed(2))}` : t("{{sign}}{{n}} 天", { sign, n: Math.round(Math.abs(by) * 10) / 10 });
  return <span className={`tag ${by > 0 ? "orange" : "green"}`}>{text}</span>;
}

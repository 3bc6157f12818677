import { useState } from "react";
import type { Row } from "../../../api/types";
import { moneyWithUnit } from "../../../kit/format";
import { ErrorBox } from "../../../kit/ErrorBox";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useSummary, type Summary } from "../api";
import { Completeness, ValueClass } from "./cells";
import { dayOf, daysBetween } from "../../../kit/days";
import { Figure } from "./Figure";
import { MissingList } from "./MissingList";

interface Props {
  row: Row;
  /** Opens the place where a missing piece is filled in; absent for people who may not write. */
  onFill?: (field: string) => void;
  onTab: (tab: string) => void;
}

/** The key figures of a customer, each with what stands behind it. */
export function Figures({ row, onFill, onTab }: Props) {
  const { t } = useT();
  const found = useSummary(row.id);
  if (found.isError) return <section className="panel"><ErrorBox error={found.error} title={t("关键指标没有加载成功")} onRetry={() => void found.refetch()} /></section>;
  if (!found.data) return <section className="panel figures" aria-hidden>{Array.from({ length: 7 }, (_, i) => <div key={i} className="figure"><span className="bone" style={{ width: 48 }} /><span className="bone" style={{ width: 84, height: 18 }} /></div>)}</section>;
  const summary = found.data;
  const { missing, score } = summary.completeness;
  return (
    <section className="panel figures" aria-label={t("关键指标")}>
      <Figure label={t("完整度")} value={<Completeness value={score} />} note={missing.length ? t("还缺 {{n}} 项", { n: missing.length }) : t("已填全")}
        whyTitle={t("还缺这些，加分多的在前")} why={missing.length > 0 ? (close) => <MissingList missing={missing} onFill={onFill && ((field) => { close(); onFill(field); })} /> : undefined} />
      <Worth value={summary.value} />
      <Credit credit={summary.credit} />
      <LastContact at={row.last_contact_at as string | null} count={summary.interactions} onClick={() => onTab("interactions")} />
      <NextContactFigure at={row.next_contact_at as string | null} />
      {summary.cooperations !== undefined && <Work summary={summary} onClick={() => onTab("cooperations")} />}
      {summary.feedbacks !== undefined && (
        <Figure label={t("未结诉求")} value={summary.feedbacks_open ? <span className="warning-text">{summary.feedbacks_open}</span> : 0} note={t("共 {{n}} 条", { n: summary.feedbacks })} onClick={() => onTab("feedbacks")} />
      )}
    </section>
  );
}

function Worth({ value }: { value: Summary["value"] }) {
  const { t } = useT();
  const reasons = value.reasons.length > 0
    ? <ul className="why-list">{value.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
    : <p className="muted">{t("依据含金额，您没有查看金额的权限。需要时请联系系统管理员，在“字段可见”中开通。")}</p>;
  return (
    <Figure label={t("价值等级")} value={value.grade ? <ValueClass value={value.grade} /> : t("待评")} note={value.score === null ? t("资料不足") : t("{{n}} 分", { n: value.score })}
      why={<>{reasons}<p className="why-advice"><b>{t("策略")}</b> {value.strategy}</p></>} />
  );
}

const ADVICE_COLOURS: Record<string, string> = { go: "green", care: "orange", stop: "red" };

function Credit({ credit }: { credit: Summary["credit"] }) {
  const { t } = useT();
  return (
    <Figure label={t("信用")} value={<StatusTag color={ADVICE_COLOURS[credit.advice]}>{credit.advice_label}</StatusTag>} note={credit.grade ? t("评级 {{grade}}", { grade: credit.grade.toUpperCase() }) : t("尚无评级")}
      why={<ul className="why-list">{credit.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>} />
  );
}

function LastContact({ at, count, onClick }: { at: string | null; count: number | undefined; onClick: () => void }) {
  const { t } = useT();
  const [today] = useState(() => dayOf(new Date()));
  const ago = at ? daysBetween(dayOf(at), today) : null;
  const text = ago === null ? t("从未") : ago <= 0 ? t("今天") : ago === 1 ? t("昨天") : t("{{n}} 天前", { n: ago });
  return <Figure label={t("最近联系")} value={text} note={at ? [dayOf(at), count !== undefined && t("共 {{n}} 次", { n: count })].filter(Boolean).join(" · ") : undefined} onClick={onClick} />;
}

function NextContactFigure({ at }: { at: string | null }) {
  const { t } = useT();
  const [today] = useState(() => dayOf(new Date()));
  if (!at) return <Figure label={t("下次联系")} value={<span className="muted">{t("未约定")}</span>} />;
  const left = daysBetween(today, dayOf(at));
  const note = left === 0 ? t("今天") : left > 0 ? t("{{n}} 天后", { n: left }) : t("已过期 {{n}} 天", { n: -left });
  return <Figure label={t("下次联系")} value={dayOf(at)} note={<span className={left < 0 ? "danger-text" : undefined}>{note}</span>} />;
}

function Work({ summary, onClick }: { summary: Summary; onClick: () => void }) {
  const { t } = useT();
  const first = summary.cooperation_first?.slice(0, 4);
  const last = summary.cooperation_last?.slice(0, 4);
  const years = first && last ? (first === last ? first : `${first}–${last}`) : "";
  const amount = summary.cooperation_amount ? moneyWithUnit(summary.cooperation_amount) : "";
  return <Figure label={t("合作")} value={t("{{n}} 个项目", { n: summary.cooperations })} note={[amount, years].filter(Boolean).join(" · ") || undefined} onClick={onClick} />;
}

import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Ref, Row } from "../../../api/types";
import { formatDate } from "../../../kit/format";
import { Money } from "../../../kit/Money";
import { useT } from "../../../i18n";
import { RecordHead } from "../../../resource/record/RecordHead";
import { HealthMark, PhaseTag, ProgressBar, Rate } from "./cells";

/** Name, where it stands and how it is doing, for whom, who leads it, when, and what it brings. */
export function Head({ row, actions }: { row: Row; actions: ReactNode }) {
  const { t } = useT();
  const customer = row.customer as Ref | null;
  const contract = row.contract as Ref | null;
  const owner = row.owner as Ref | null;
  const began = (row.began_on ?? row.starts_on) as string | null;
  const ended = (row.finished_on ?? row.ends_on) as string | null;
  const figures = (
    <dl className="project-figures">
      <div><dt>{t("进度")}</dt><dd><ProgressBar value={row.progress} /></dd></div>
      {"income_total" in row && <div><dt>{t("合同收入")}</dt><dd><Money value={row.income_total as string | null} /></dd></div>}
      {"margin" in row && <div><dt>{t("预计毛利")}</dt><dd><Money value={row.margin as string | null} />{row.margin_rate != null && <span className="second small"> <Rate value={row.margin_rate} /></span>}</dd></div>}
    </dl>
  );
  return (
    <RecordHead row={row} from={{ to: "/projects", label: t("项目") }} name={String(row.name)} side={figures} actions={actions}
      tags={<><PhaseTag phase={String(row.phase)} held={row.held_on} /><HealthMark value={row.health} /></>}
      facts={<>
        {customer && <span>{t("客户：")} <Link to={`/customers/${customer.id}`}>{customer.label}</Link></span>}
        {contract && <span>{t("合同：")} <Link to={`/contracts/${contract.id}`}>{contract.label}</Link></span>}
        <span>{t("项目经理 {{name}}", { name: owner?.label ?? t("未分配") })}</span>
        {(began || ended) && (
          <span className="num">{row.began_on ? t("实际开工") : t("计划开工")} {began ? formatDate(began) : "—"} · {row.finished_on ? t("实际竣工") : t("计划竣工")} {ended ? formatDate(ended) : "—"}</span>
        )}
      </>} />
  );
}

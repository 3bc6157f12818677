import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { Link } from "react-router";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { dayOf } from "../../../kit/days";
import { useT } from "../../../i18n";
import { matrixQuery, type Matrix, type MatrixAsked } from "../api";
import { COLUMNS, LEVELS, LIVING, ROWS, cellFilter, issuesPath, risksPath } from "../model/matrix";
import { Level } from "./cells";
import "../control.css";

/** 5 × 5 of probability and impact with what lies in each cell, beside the figures that need somebody. Each leads to its list. */
export function MatrixPanel({ project, unit }: { project?: string; unit?: string }) {
  const { t } = useT();
  const [residual, setResidual] = useState(false);
  const asked: MatrixAsked = { project, unit, residual };
  const matrix = useQuery(matrixQuery(asked));
  if (matrix.isPending) return <LinesSkeleton rows={6} />;
  if (matrix.isError) return <ErrorBox error={matrix.error} onRetry={() => void matrix.refetch()} />;
  return (
    <div className="control-overview">
      <div className="col" style={{ gap: 8, minWidth: 0 }}>
        <Segmented size="small" value={residual ? "then" : "now"} onChange={(value) => setResidual(value === "then")} options={[{ value: "now", label: t("现在") }, { value: "then", label: t("应对后") }]} />
        <Grid matrix={matrix.data} residual={residual} project={project} />
      </div>
      <Figures matrix={matrix.data} project={project} />
    </div>
  );
}

function Grid({ matrix, residual, project }: { matrix: Matrix; residual: boolean; project?: string }) {
  const { t } = useT();
  return (
    <table className="risk-matrix">
      <caption className="sr-only">{t("风险矩阵：纵向可能性，横向影响")}</caption>
      <tbody>
        {ROWS.map((p) => (
          <tr key={p}>
            <th scope="row"><span className="num">{p}</span>{p === 5 && <span className="muted risk-axis">{t("可能性")}</span>}</th>
            {COLUMNS.map((i) => {
              const count = matrix.cells[p - 1]?.[i - 1] ?? 0;
              const level = matrix.levels[p - 1]?.[i - 1] ?? "low";
              const label = t("可能性 {{p}}、影响 {{i}}：{{n}} 项风险", { p, i, n: count });
              return <td key={i} className={level}>{count ? <Link to={risksPath(cellFilter(p, i, residual, project))} aria-label={label}>{count}</Link> : <span className="sr-only">{label}</span>}</td>;
            })}
          </tr>
        ))}
        <tr><th aria-hidden />{COLUMNS.map((i) => <th key={i} scope="col"><span className="num">{i}</span>{i === 5 && <span className="muted risk-axis">{t("影响")}</span>}</th>)}</tr>
      </tbody>
    </table>
  );
}

function Figures({ matrix, project }: { matrix: Matrix; project?: string }) {
  const { t } = useT();
  const today = dayOf(new Date());
  const of = project ? [["project", "=", project]] : [];
  const open = ["state", "in", ["open", "doing", "reopened"]];
  const issues = matrix.issues;
  return (
    <dl className="control-figures">
      {LEVELS.map((level) => (
        <div key={level}><dt><Level value={level} /></dt><dd><Link to={risksPath({ and: [...of, LIVING, ["level", "=", level]] } as never)}>{matrix.counts[level] ?? 0}</Link></dd></div>
      ))}
      <div><dt>{t("过了复核日期")}</dt><dd className={matrix.unreviewed ? "bad" : ""}><Link to={risksPath({ and: [...of, LIVING, ["review_on", "<", today]] } as never)}>{matrix.unreviewed}</Link></dd></div>
      {issues && <div><dt>{t("未解决的问题")}</dt><dd><Link to={issuesPath({ and: [...of, open] } as never)}>{issues.open}</Link></dd></div>}
      {issues && <div><dt>{t("其中逾期")}</dt><dd className={issues.overdue ? "bad" : ""}><Link to={issuesPath({ and: [...of, open, ["due_on", "<", today]] } as never)}>{issues.overdue}</Link></dd></div>}
      {issues && <div><dt>{t("待复查")}</dt><dd><Link to={issuesPath({ and: [...of, ["state", "=", "resolved"]] } as never)}>{issues.resolved}</Link></dd></div>}
    </dl>
  );
}

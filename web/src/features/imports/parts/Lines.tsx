import { Select, Table } from "antd";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "react-router";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useNotify } from "../../../kit/notify";
import { TableSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { recordPath } from "../../../resource/registry";
import { useStep, type Decision, type Detail, type Line } from "../api";
import { CorrectRow } from "./CorrectRow";
import { Findings } from "./Findings";

interface Props {
  batch: Detail;
  rows: UseQueryResult<{ items: Line[]; next: number | null }>;
  choices: [Decision, string][];
}

/** Rows of the file as the check understood them: what is wrong, whom they resemble, what would change. */
export function Lines({ batch, rows, choices }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const columns = Object.entries(batch.mapping).slice(0, 4);
  if (rows.isPending) return <TableSkeleton columns={columns.length + 2} />;
  if (rows.isError) return <ErrorBox error={rows.error} onRetry={() => void rows.refetch()} />;
  if (!rows.data.items.length) return <Empty text={t("没有这样的行。")} />;
  const label = (field: string) => batch.targets.find((one) => one.name === field)?.label ?? field;
  const more = rows.data.next && <p className="muted small">{t("这里显示前 {{n}} 行。", { n: rows.data.items.length })}</p>;
  if (phone) return <><Sheets batch={batch} lines={rows.data.items} choices={choices} columns={columns.map(([index]) => index)} />{more}</>;
  return (
    <>
      <Table<Line> rowKey="id" size="small" pagination={false} dataSource={rows.data.items} scroll={{ x: "max-content", y: 420 }}
        columns={[
          { title: t("行"), dataIndex: "number", width: 64, align: "end", className: "num", fixed: "start" },
          ...columns.map(([index, field], i) => ({ title: label(field), width: i === 0 ? 210 : i === 1 ? 176 : 112, ellipsis: true, render: (_: unknown, row: Line) => row.raw[index] ?? "" })),
          { title: t("说明"), width: 360, render: (_, row) => <Remarks batch={batch} row={row} /> },
          ...(choices.length ? [{ title: t("处理"), width: 120, render: (_: unknown, row: Line) => <Choice batch={batch} row={row} choices={choices} /> }] : []),
        ]} />
      {more}
    </>
  );
}

/** On a phone every row is a small sheet: its first values, then the remarks in full width. */
function Sheets({ batch, lines, choices, columns }: { batch: Detail; lines: Line[]; choices: [Decision, string][]; columns: string[] }) {
  const { t } = useT();
  return (
    <ul className="import-columns">
      {lines.map((row) => {
        const [first, ...rest] = columns.map((index) => row.raw[index] ?? "");
        const others = rest.filter(Boolean);
        return (
          <li key={row.id}>
            <div className="row between"><b className="ellipsis">{first || "—"}</b><span className="muted small num">{t("第 {{n}} 行", { n: row.number })}</span></div>
            {others.length > 0 && <span className="muted small ellipsis">{others.join(" · ")}</span>}
            <Remarks batch={batch} row={row} />
            {choices.length > 0 && <Choice batch={batch} row={row} choices={choices} />}
          </li>
        );
      })}
    </ul>
  );
}

function Remarks({ batch, row }: { batch: Detail; row: Line }) {
  const { t } = useT();
  return (
    <div className="import-remarks">
      {row.candidates.filter((one) => one.label ?? one.name ?? one.row).slice(0, 3).map((one, i) => (
        <div key={i}>
          {t("像是")} {one.id && !one.row ? <Link to={recordPath(batch.resource, one.id)} target="_blank">{one.label ?? one.name}</Link> : <b>{one.label ?? one.name ?? (one.row ? t("第 {{n}} 行", { n: one.row }) : "")}</b>}
          {one.reasons?.length ? <span className="muted small"> {one.reasons.slice(0, 2).join(t("，"))}</span> : null}
        </div>
      ))}
      {row.differences.slice(0, 6).map((one) => (
        <div key={one.field}><span className="muted">{one.label}</span> <span className="import-old">{text(one.old)}</span> → <b>{text(one.new)}</b></div>
      ))}
      <Findings items={row.findings.map((one) => ({ ...one, column: batch.targets.find((target) => target.name === one.field)?.label }))} inline />
      <CorrectRow batch={batch} line={row} />
    </div>
  );
}

function text(value: unknown): string {
  if (value === null || value === undefined || value === "") return "—";
  if (Array.isArray(value)) return value.map(text).join(" ");
  return typeof value === "object" ? String((value as { label?: string }).label ?? "") : String(value);
}

function Choice({ batch, row, choices }: { batch: Detail; row: Line; choices: [Decision, string][] }) {
  const { t } = useT();
  const notify = useNotify();
  const step = useStep(batch.id);
  return (
    <Select size="small" style={{ width: "100%" }} value={row.decision} loading={step.isPending} aria-label={t("第 {{n}} 行的处理", { n: row.number })}
      options={choices.map(([value, label]) => ({ value, label: t(label) }))}
      onChange={(decision) => step.mutate({ verb: "choose", kind: row.kind, decision, rows: [row.id] }, { onError: notify.fail })} />
  );
}

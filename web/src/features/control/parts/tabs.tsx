import { useQuery } from "@tanstack/react-query";
import type { Row } from "../../../api/types";
import { useCan } from "../../../api/me";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { scoresQuery } from "../api";
import { Level } from "./cells";
import { MatrixPanel } from "./Matrix";
import { SnapIssue } from "./SnapIssue";
import "../control.css";

const over = (row: Row) => Boolean(row.archived_at) || row.phase === "closed" || row.state === "closed";

export function RiskActionsTab({ row }: RecordProps) {
  return <RelatedList resource="risk_actions" filter={["risk", "=", row.id]} initial={{ risk: row.id }} columns={["title", "owner", "due_on", "state"]} hide={["risk", "project"]} sort="due_on" closed={over(row)} />;
}

/** How the risk was rated over time. */
export function ScoresTab({ row }: RecordProps) {
  const { t } = useT();
  const scores = useQuery(scoresQuery(row.id, row.version));
  if (scores.isPending) return <LinesSkeleton rows={3} />;
  if (scores.isError) return <ErrorBox error={scores.error} onRetry={() => void scores.refetch()} />;
  if (!scores.data.length) return <Empty text={t("还没有评分记录")} />;
  return (
    <ol className="risk-scores">
      {scores.data.map((one) => (
        <li key={one.at}>
          <b className={`risk-score ${one.level}`}>{one.score}</b>
          <div className="col" style={{ gap: 2 }}>
            <span className="row wrap"><Level value={one.level} /><span className="second">{t("可能性 {{p}} × 影响 {{i}}", { p: one.probability, i: one.impact })}</span>{one.residual_score !== null && <span className="second">{t("应对后 {{n}}", { n: one.residual_score })}</span>}</span>
            {one.note && <span className="pre">{one.note}</span>}
            <span className="muted small"><DateText value={one.at} kind="datetime" /> {one.by_name}</span>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** 风险与问题 of a project: the matrix, the register, the issues. */
export function ProjectControl({ row }: RecordProps) {
  const { t } = useT();
  const can = useCan();
  return (
    <div className="col" style={{ gap: 8 }}>
      {can("risks", "read") && <div className="drawer-pad" style={{ paddingBottom: 0 }}><MatrixPanel project={row.id} /></div>}
      {can("issues", "read") && <section><h3 className="drawer-section drawer-pad row between"><span>{t("问题清单")}</span>{!over(row) && <SnapIssue project={row.id} />}</h3><RelatedList resource="issues" filter={["project", "=", row.id]} initial={{ project: row.id }} columns={["title", "priority", "state", "owner", "due_on", "place"]} hide={["project"]} sort="-created_at" closed={over(row)} /></section>}
      {can("risks", "read") && <section><h3 className="drawer-section drawer-pad">{t("风险")}</h3><RelatedList resource="risks" filter={["project", "=", row.id]} initial={{ project: row.id }} columns={["title", "level", "score", "category", "state", "owner", "due_on"]} hide={["project"]} sort="-score" closed={over(row)} /></section>}
    </div>
  );
}

export function ProjectMeetings({ row }: RecordProps) {
  return <RelatedList resource="meetings" filter={["project", "=", row.id]} initial={{ project: row.id, title: "" }} columns={["title", "starts_at", "state", "kind", "chair", "place"]} hide={["project", "customer", "unit"]} sort="-starts_at" closed={over(row)} />;
}

export function CustomerMeetings({ row }: RecordProps) {
  return <RelatedList resource="meetings" filter={["customer", "=", row.id]} initial={{ customer: row.id }} columns={["title", "starts_at", "state", "kind", "project", "chair"]} hide={["customer"]} sort="-starts_at" closed={Boolean(row.archived_at)} />;
}

const fixed = (row: Row) => Boolean(row.archived_at) || row.state === "published" || row.state === "cancelled";

export function PeopleTab({ row }: RecordProps) {
  return <RelatedList resource="meeting_attendees" filter={["meeting", "=", row.id]} initial={{ meeting: row.id }} columns={["name", "company", "presence", "email"]} hide={["meeting"]} sort="created_at" closed={fixed(row)} />;
}

/** 决议与行动项: what was decided, and who does what by when. */
export function OutcomeTab({ row }: RecordProps) {
  const { t } = useT();
  return (
    <div className="col" style={{ gap: 8 }}>
      <section><h3 className="drawer-section drawer-pad">{t("决议")}</h3><RelatedList resource="meeting_decisions" filter={["meeting", "=", row.id]} initial={{ meeting: row.id }} columns={["text", "note"]} hide={["meeting"]} sort="position" closed={fixed(row)} /></section>
      <section><h3 className="drawer-section drawer-pad">{t("行动项")}</h3><RelatedList resource="meeting_actions" filter={["meeting", "=", row.id]} initial={{ meeting: row.id }} columns={["title", "owner", "outside", "due_on", "state"]} hide={["meeting"]} sort="due_on" closed={fixed(row)} /></section>
    </div>
  );
}

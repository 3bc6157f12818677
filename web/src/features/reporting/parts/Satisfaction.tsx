import { useState } from "react";
import { useCan } from "../../../api/me";
import { formatDate } from "../../../kit/format";
import { tk, useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { SCORES, useSatisfaction, type Answer, type Satisfaction, type Score } from "../api";
import { ScoreText } from "./cells";
import "../reporting.css";

const LABELS: Record<Score, string> = { quality: tk("工程质量"), progress: tk("工程进度"), safety: tk("安全文明施工"), communication: tk("沟通配合"), overall: tk("总体评价") };
const FIRST = 3;

export function OfProject({ id }: { id: string }) {
  const found = useSatisfaction("projects", id);
  return found.data?.asked ? <Box found={found.data} /> : null;
}

/** Beside the overview of a customer; nothing until somebody was asked. */
export function OfCustomer({ row }: RecordProps) {
  const may = useCan()("surveys", "read");
  return may ? <Reading id={row.id} /> : null;
}

function Reading({ id }: { id: string }) {
  const found = useSatisfaction("customers", id);
  return found.data?.answered ? <div className="panel panel-body"><Box found={found.data} projects /></div> : null;
}

function Box({ found, projects }: { found: Satisfaction; projects?: boolean }) {
  const { t } = useT();
  const [all, setAll] = useState(false);
  const shown = all ? found.items : found.items.slice(0, FIRST);
  return (
    <section className="satisfaction" aria-label={t("客户满意度")}>
      <div className="row between wrap">
        <b>{t("客户满意度")}</b>
        <span className="muted small">{t("发出 {{asked}} 份，答复 {{answered}} 份", { asked: found.asked, answered: found.answered })}</span>
      </div>
      {found.answered > 0 && (
        <div className="satisfaction-figures">
          <span className="satisfaction-mean num">{found.score?.toFixed(1)}<small className="muted"> / 5</small></span>
          <dl>
            {SCORES.map((name) => (
              <div key={name}>
                <dt>{t(LABELS[name])}</dt>
                <dd><span className="satisfaction-bar" aria-hidden><i style={{ width: `${((found.scores[name] ?? 0) / 5) * 100}%` }} /></span><span className="num">{found.scores[name]?.toFixed(1) ?? "—"}</span></dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      <ul>{shown.map((one) => <Said key={one.id} answer={one} project={projects} />)}</ul>
      {found.items.length > FIRST && <button type="button" className="plain link" onClick={() => setAll(!all)}>{all ? t("收起") : t("全部 {{n}} 份", { n: found.items.length })}</button>}
    </section>
  );
}

function Said({ answer, project }: { answer: Answer; project?: boolean }) {
  return (
    <li>
      <span className="row between"><span>{answer.name} <span className="muted small">{formatDate(answer.at)}{project ? ` · ${answer.project.label}` : ""}</span></span><ScoreText value={answer.score} lowest={answer.lowest} /></span>
      {answer.remark && <p className="second small pre">{answer.remark}</p>}
    </li>
  );
}

import { formatDateTime } from "../../../kit/format";
import type { Ref } from "../../../api/types";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { optionsOf } from "../../../kit/channels";
import { DueDate } from "./cells";

/** Where the matter stands, until when it is due, and what was answered. */
export function FeedbackSummary({ row, meta }: RecordProps) {
  const { t } = useT();
  const states = optionsOf(meta, "state");
  const at = states.findIndex((state) => state.value === row.state);
  const open = row.state === "open" || row.state === "handling";
  const handler = row.handler as Ref | null;
  const by = row.answered_by as Ref | null;
  return (
    <section className="col" aria-label={t("处理进度")}>
      <ol className="steps">
        {states.map((state, i) => <li key={state.value} className={i < at ? "done" : i === at ? "now" : undefined} aria-current={i === at ? "step" : undefined}><span>{state.label}</span></li>)}
      </ol>
      {open && <p className="second small">{t("处理人 {{name}}", { name: handler?.label ?? t("未指派") })} · {t("答复期限")} <DueDate value={row.due_on as string | null} open /></p>}
      {row.answer ? (
        <blockquote className="answer">
          <p className="pre">{String(row.answer)}</p>
          <footer className="muted small num">{[by?.label, formatDateTime(row.answered_at as string)].filter(Boolean).join(" · ")}</footer>
        </blockquote>
      ) : null}
    </section>
  );
}

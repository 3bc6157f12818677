import type { ReactNode } from "react";
import { FilePdfOutlined } from "@ant-design/icons";
import { useMeta } from "../../../../api/meta";
import type { Row } from "../../../../api/types";
import { formatDate, formatDateTime } from "../../../../kit/format";
import { Money } from "../../../../kit/Money";
import { useT } from "../../../../i18n";
import { CreateButton } from "../../../../resource/form/CreateButton";
import { letterPdf, useRefreshCase, type Letter, type Meeting, type Promised } from "../../api";
import { MailState, MeetingState, Outcome, PromiseState, Reply } from "../cells";

function Box({ title, count, action, children }: { title: string; count?: number; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel" aria-label={title}>
      <header className="panel-head"><h3>{title} {count !== undefined && <span className="muted num">{count}</span>}</h3>{action}</header>
      {children}
    </section>
  );
}

function New({ resource, row, label }: { resource: string; row: Row; label: string }) {
  const meta = useMeta(resource).data;
  const refresh = useRefreshCase(row.id);
  if (!meta || row.state === "closed") return null;
  return <CreateButton meta={meta} quiet label={label} initial={{ case: row.id }} onCreated={refresh} />;
}

/** The review meeting with the agenda that was filled in for it; the people see it in their calendars. */
export function Meetings({ row, meetings, onOpen }: { row: Row; meetings: Meeting[]; onOpen: (id: string) => void }) {
  const { t } = useT();
  const create = <New resource="review_meetings" row={row} label={t("召集会议")} />;
  return (
    <Box title={t("风险评审会")} action={create}>
      {!meetings.length && <p className="muted small dun-none">{t("还没有评审会。连续未答复时按阶梯自动召集。")}</p>}
      {meetings.map((meeting) => (
        <article key={meeting.id} className="dun-meeting">
          <div className="row wrap"><button type="button" className="plain cell-link" onClick={() => onOpen(meeting.id)}>{meeting.name}</button><MeetingState value={meeting.state} /><Outcome value={meeting.outcome} /></div>
          <div className="second small"><span className="num">{formatDateTime(meeting.starts_at)}</span>{meeting.place && ` · ${meeting.place}`}{meeting.people.length > 0 && ` · ${meeting.people.map((one) => one.label).join("、")}`}</div>
          {meeting.agenda && <details open={meeting.state === "planned"}><summary className="small">{t("议程")}</summary><div className="pre dun-agenda">{meeting.agenda}</div></details>}
          {meeting.decision && <div><b className="small">{t("决议")}</b><div className="pre dun-agenda">{meeting.decision}</div></div>}
        </article>
      ))}
    </Box>
  );
}

/** What the customer said when it pays, and whether it did. */
export function Promises({ promises, onOpen }: { promises: Promised[]; onOpen: (id: string) => void }) {
  const { t } = useT();
  if (!promises.length) return null;
  return (
    <Box title={t("付款承诺")} count={promises.length}>
      <ul className="dun-debts">
        {promises.toReversed().map((promise) => (
          <li key={promise.id}>
            <div className="row between"><button type="button" className="plain cell-link num" onClick={() => onOpen(promise.id)}>{formatDate(promise.promised_on)}</button><span className="row"><PromiseState value={promise.state} /><b className="num"><Money value={promise.amount} /></b></span></div>
            {(promise.contact || promise.note) && <div className="small second">{[promise.contact, promise.note].filter(Boolean).join(" · ")}</div>}
            {Number(promise.paid) > 0 && <div className="small second">{t("其后已付")} <Money value={promise.paid} /></div>}
          </li>
        ))}
      </ul>
    </Box>
  );
}

/** Letters with how they went: sent, to whom, what came back; each as PDF. */
export function Letters({ row, letters, onOpen }: { row: Row; letters: Letter[]; onOpen: (id: string) => void }) {
  const { t } = useT();
  return (
    <Box title={t("催收函")} count={letters.length} action={<New resource="dunning_letters" row={row} label={t("写催收函")} />}>
      {!letters.length && <p className="muted small dun-none">{t("还没有发函")}</p>}
      <ul className="dun-debts">
        {letters.toReversed().map((letter) => (
          <li key={letter.id}>
            <div className="row between"><button type="button" className="plain cell-link ellipsis" onClick={() => onOpen(letter.id)}>{letter.name}</button><a href={letterPdf(letter.id)} target="_blank" rel="noreferrer" aria-label={t("{{name}}的 PDF", { name: letter.name })}><FilePdfOutlined aria-hidden /> PDF</a></div>
            <div className="row wrap small"><MailState value={letter.mail_state} /><Reply value={letter.reply} /><span className="second num">{formatDate(letter.sent_on ?? letter.created_at)}{letter.to && ` · ${letter.to}`}</span></div>
            {letter.reply_note && <div className="small second pre">{letter.reply_note}</div>}
          </li>
        ))}
      </ul>
    </Box>
  );
}

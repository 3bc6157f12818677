import { useState } from "react";
import { RightOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useCatalogue } from "../../../api/meta";
import { DateText } from "../../../kit/DateText";
import { deviceName } from "../../../kit/deviceName";
import { formatDateTime } from "../../../kit/format";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { recordPath } from "../../../resource/registry";
import { causeWord } from "../../../resource/panels/HistoryPanel";
import { byDay, meaning, named, OPERATIONS, plain, summary, type AuditEntry, type Book } from "../model/audit";

interface Props {
  book: Book;
  entries: AuditEntry[];
  /** Only what was done to this entry's record. */
  onObject: (entry: AuditEntry) => void;
}

/** Entries under their days; each opens to the fields with old and new values. */
export function AuditList({ book, entries, onObject }: Props) {
  const { t } = useT();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const labels = new Map(useCatalogue()?.resources.map((one) => [one.name, one.label]));
  const toggle = (id: number) => setOpen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  return (
    <div className="audit-list">
      {byDay(entries).map(({ day, entries: ofDay }) => (
        <section key={day}>
          <h2 className="audit-day num">{day}</h2>
          {ofDay.map((raw) => {
            const entry = named(raw, labels, t);
            const shown = open.has(entry.id);
            const word = OPERATIONS[meaning(entry)];
            return (
              <article key={entry.id} className={shown ? "audit-entry open" : "audit-entry"}>
                <button type="button" className="plain audit-line" aria-expanded={shown} onClick={() => toggle(entry.id)}>
                  <RightOutlined className="audit-arrow" aria-hidden />
                  <span className="num muted audit-time">{formatDateTime(entry.at).slice(11)}</span>
                  <span className="audit-who ellipsis">{who(entry, book) || t("系统")}</span>
                  <span className="audit-what"><StatusTag color={word?.color}>{word ? t(word.label) : entry.operation}</StatusTag></span>
                  {book !== "sign_in" && <span className="audit-object ellipsis"><span className="muted">{entry.resource_label}</span> {entry.object.label}</span>}
                  <span className="audit-sum ellipsis">{summary(entry, t, (agent) => deviceName(agent, t))}</span>
                </button>
                {shown && <Details entry={entry} book={book} linked={labels.has(entry.resource) && entry.operation !== "delete" && Boolean(entry.object.label)} onObject={() => onObject(entry)} />}
              </article>
            );
          })}
        </section>
      ))}
    </div>
  );
}

/** Of a refused sign-in the person whose name was used; nobody, if there is none. */
function who(entry: AuditEntry, book: Book): string {
  return (book === "sign_in" ? entry.object.label || entry.actor?.label : entry.actor?.label) ?? "";
}

function Details({ entry, book, linked, onObject }: { entry: AuditEntry; book: Book; linked: boolean; onObject: () => void }) {
  const { t } = useT();
  const cause = causeWord(entry.cause);
  const updated = entry.operation === "update";
  const told = entry.changes.filter((change) => updated || plain(change.new ?? change.old, t) !== t("空"));
  return (
    <div className="audit-details">
      <p className="row wrap small second">
        <span><DateText value={entry.at} kind="datetime" /></span>
        {entry.event_at && <span>{t("发生时间")} <DateText value={entry.event_at} kind="datetime" /></span>}
        {cause && <span>{t("来源：{{cause}}", { cause: t(cause) })}</span>}
        <span className="muted num">{t("第 {{id}} 条", { id: entry.id })}</span>
        {linked && <Link to={recordPath(entry.resource, entry.object.id)}>{book === "sign_in" ? t("打开此人") : t("打开这条记录")}</Link>}
        {book === "changes" && <button type="button" className="plain cell-link" onClick={onObject}>{t("只看这条记录的变更")}</button>}
      </p>
      {told.length > 0 && (
        <table className="audit-fields">
          <thead><tr><th scope="col">{t("字段")}</th>{updated && <th scope="col">{t("旧值")}</th>}<th scope="col">{updated ? t("新值") : t("值")}</th></tr></thead>
          <tbody>
            {told.map((change) => (
              <tr key={change.field}>
                <th scope="row">{change.label}</th>
                {updated && <td className="audit-old">{plain(change.old, t)}</td>}
                <td>{plain(updated ? change.new : (change.new ?? change.old), t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!told.length && <p className="muted small">{t("没有可显示的字段：它们对您隐藏，或不属于界面。")}</p>}
    </div>
  );
}

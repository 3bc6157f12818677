import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, InputNumber } from "antd";
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, FilePdfOutlined, PlusOutlined } from "@ant-design/icons";
import type { Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useDo, useSaveRow } from "../../../resource/data/row";
import type { RecordProps } from "../../../resource/registry";
import { editionsQuery, minutesPdf } from "../api";
import { moved, sameAgenda, toItems, toSend, total, type Item } from "../model/agenda";
import "../control.css";

/** 议程与纪要: the agenda, what was said, and what was published. */
export function MinutesTab({ row }: RecordProps) {
  const { t } = useT();
  const may = ((row._can as string[] | undefined) ?? []).includes("update") && !row.archived_at && row.state !== "published" && row.state !== "cancelled";
  return (
    <div className="col drawer-pad" style={{ gap: 20 }}>
      {row.state === "cancelled" && <Alert type="warning" showIcon title={t("会议已取消：{{reason}}", { reason: String(row.reason) })} />}
      <Agenda key={`a${row.version}`} row={row} may={may} />
      <Minutes key={`m${row.version}`} row={row} may={may} />
      <Editions row={row} />
    </div>
  );
}

function Agenda({ row, may }: { row: Row; may: boolean }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo("meetings");
  const stored = toItems(row.agenda);
  const [items, setItems] = useState<Item[]>(stored);
  const set = (at: number, part: Partial<Item>) => setItems(items.map((one, i) => (i === at ? { ...one, ...part } : one)));
  const save = () => run.mutate({ row, verb: "set_agenda", inputs: { agenda: toSend(items) } }, { onSuccess: () => notify.ok(t("议程已保存")), onError: (error) => notify.fail(error) });
  const sum = total(items);
  return (
    <section className="col" style={{ gap: 8 }}>
      <h3 className="drawer-section row between"><span>{t("议程")}</span>{sum > 0 && <span className="muted small">{t("共 {{n}} 分钟", { n: sum })}</span>}</h3>
      {!items.length && <p className="muted">{t("还没有议程")}</p>}
      <ol className="agenda">
        {items.map((one, i) => (
          <li key={one.key}>
            <span className="num muted">{i + 1}</span>
            {may ? (
              <div className="agenda-item">
                <Input aria-label={t("议题")} placeholder={t("议题")} value={one.title} maxLength={160} onChange={(event) => set(i, { title: event.target.value })} />
                <Input aria-label={t("汇报人")} placeholder={t("汇报人")} value={one.who} maxLength={80} onChange={(event) => set(i, { who: event.target.value })} />
                <InputNumber aria-label={t("分钟")} placeholder={t("分钟")} value={one.minutes} min={1} max={1440} precision={0} onChange={(value) => set(i, { minutes: value })} />
                <span className="row agenda-buttons">
                  <Button type="text" size="small" icon={<ArrowUpOutlined />} aria-label={t("上移")} disabled={i === 0} onClick={() => setItems(moved(items, i, -1))} />
                  <Button type="text" size="small" icon={<ArrowDownOutlined />} aria-label={t("下移")} disabled={i === items.length - 1} onClick={() => setItems(moved(items, i, 1))} />
                  <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t("删除")} onClick={() => setItems(items.filter((_one, n) => n !== i))} />
                </span>
              </div>
            ) : <span className="row wrap"><b>{one.title}</b><span className="second">{one.who}</span>{one.minutes !== null && <span className="muted small">{t("{{n}} 分钟", { n: one.minutes })}</span>}</span>}
          </li>
        ))}
      </ol>
      {may && (
        <div className="row wrap">
          <Button icon={<PlusOutlined aria-hidden />} disabled={items.length >= 50} onClick={() => setItems([...items, { key: `n${Date.now()}`, title: "", who: "", minutes: null, note: "" }])}>{t("添加议题")}</Button>
          {!sameAgenda(items, stored) && <Button type="primary" loading={run.isPending} onClick={save}>{t("保存议程")}</Button>}
        </div>
      )}
    </section>
  );
}

function Minutes({ row, may }: { row: Row; may: boolean }) {
  const { t } = useT();
  const notify = useNotify();
  const save = useSaveRow("meetings");
  const stored = String(row.minutes ?? "");
  const [text, setText] = useState(stored);
  const keep = () => save.mutate({ id: row.id, version: row.version, values: { minutes: text } }, { onSuccess: () => notify.ok(t("纪要已保存")), onError: (error) => notify.fail(error) });
  return (
    <section className="col" style={{ gap: 8 }}>
      <h3 className="drawer-section">{t("会议纪要")}</h3>
      {may
        ? <><Input.TextArea aria-label={t("会议纪要")} value={text} autoSize={{ minRows: 6, maxRows: 24 }} maxLength={20_000} placeholder={t("议了什么、各方意见。决议和行动项写在“决议与行动项”里。")} onChange={(event) => setText(event.target.value)} />{text !== stored && <div><Button type="primary" loading={save.isPending} onClick={keep}>{t("保存纪要")}</Button></div>}</>
        : <p className={stored ? "pre" : "muted"}>{stored || t("没有写纪要")}</p>}
    </section>
  );
}

function Editions({ row }: { row: Row }) {
  const { t } = useT();
  const editions = useQuery(editionsQuery(row.id, row.version));
  return (
    <section className="col" style={{ gap: 8 }}>
      <h3 className="drawer-section">{t("纪要文件")}</h3>
      <ul className="editions">
        {row.state !== "published" && <li><a href={minutesPdf(row.id, 0)} target="_blank" rel="noreferrer"><FilePdfOutlined aria-hidden /> {t("草稿 PDF")}</a></li>}
        {(editions.data ?? []).map((one) => (
          <li key={one.edition}>
            <a href={minutesPdf(row.id, one.edition)} target="_blank" rel="noreferrer"><FilePdfOutlined aria-hidden /> {t("第 {{n}} 版", { n: one.edition })}</a>
            <span className="muted small"><DateText value={one.at} kind="datetime" /> {one.by}</span>
            {one.mailed.length > 0 && <span className="second small">{t("已发邮件：{{names}}", { names: one.mailed.join("、") })}</span>}
            {one.unsent.length > 0 && <span className="warning-text small">{t("系统没有配置发信服务器，没有发给：{{names}}", { names: one.unsent.join("、") })}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

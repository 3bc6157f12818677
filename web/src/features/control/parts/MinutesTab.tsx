import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, InputNumber } from "antd";
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, FilePdfOutlined, PlusOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import type { Ref, Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { refreshResource, useDo } from "../../../resource/data/row";
import { useTexts } from "../../../resource/form/useTexts";
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
      <Agenda row={row} may={may} />
      <Minutes row={row} may={may} />
      <Editions row={row} />
    </div>
  );
}

function Agenda({ row, may }: { row: Row; may: boolean }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const run = useDo("meetings");
  const stored = toItems(row.agenda);
  // What is typed survives whatever else happens to the meeting; an agenda that somebody else has changed is never overwritten unseen.
  const [typed, setTyped] = useState<{ from: Item[]; items: Item[] } | null>(null);
  const items = typed?.items ?? stored;
  const clash = typed !== null && !sameAgenda(typed.from, stored) && !sameAgenda(typed.items, stored);
  const setItems = (next: Item[]) => setTyped({ from: typed?.from ?? stored, items: next });
  const set = (at: number, part: Partial<Item>) => setItems(items.map((one, i) => (i === at ? { ...one, ...part } : one)));
  const save = () => run.mutate({ row, verb: "set_agenda", inputs: { agenda: toSend(items) } }, {
    onSuccess: () => {
      setTyped(null);
      notify.ok(t("议程已保存"));
    },
    onError: (error) => {
      notify.fail(error);
      refreshResource(client, "meetings", row.id);
    },
  });
  const sum = total(items);
  return (
    <section className="col" style={{ gap: 8 }}>
      <h3 className="drawer-section row between"><span>{t("议程")}</span>{sum > 0 && <span className="muted small">{t("共 {{n}} 分钟", { n: sum })}</span>}</h3>
      {clash && (
        <Alert type="warning" showIcon title={t("别人刚改了议程。您改的还在，请选择保留哪一份。")}
          action={<span className="row wrap"><Button size="small" onClick={() => setTyped(null)}>{t("用最新的")}</Button><Button size="small" onClick={() => typed && setTyped({ from: stored, items: typed.items })}>{t("用我的")}</Button></span>} />
      )}
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
          {!sameAgenda(items, stored) && !clash && <Button type="primary" loading={run.isPending} onClick={save}>{t("保存议程")}</Button>}
        </div>
      )}
    </section>
  );
}

const MINUTES = ["minutes"] as const;

function Minutes({ row, may }: { row: Row; may: boolean }) {
  const { t } = useT();
  const words = useTexts("meetings", row, MINUTES, t("纪要已保存"));
  const stored = String(row.minutes ?? "");
  return (
    <section className="col" style={{ gap: 8 }}>
      <h3 className="drawer-section">{t("会议纪要")}</h3>
      {!may && words.dirty && row.state === "published" && <Alert type="warning" showIcon title={t("您还有没保存的纪要文字，它不在已发布的纪要里。撤回纪要后可以接着保存。")} />}
      {may && words.clashing.length > 0 && <Alert type="warning" showIcon title={t("别人刚改了{{what}}。您的文字还在；保存时请选择保留哪一份。", { what: t("会议纪要") })} />}
      {may
        ? <><Input.TextArea aria-label={t("会议纪要")} value={words.texts.minutes} autoSize={{ minRows: 6, maxRows: 24 }} maxLength={20_000} placeholder={t("议了什么、各方意见。决议和行动项写在“决议与行动项”里。")} onChange={(event) => words.type("minutes", event.target.value)} />{words.dirty && <div><Button type="primary" loading={words.saving} onClick={words.save}>{t("保存纪要")}</Button></div>}</>
        : <p className={stored ? "pre" : "muted"}>{stored || t("没有写纪要")}</p>}
      {words.question}
    </section>
  );
}

function Editions({ row }: { row: Row }) {
  const { t } = useT();
  const can = useCan();
  const project = row.project as Ref | null;
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
      {project && Boolean(editions.data?.length) && can("documents", "read") && <p className="muted small">{t("已发布的纪要也归入项目资料，")}<Link to={`/projects/${project.id}?tab=library`}>{t("去项目资料")}</Link></p>}
    </section>
  );
}

import { useState } from "react";
import { Button, Input } from "antd";
import { useMe } from "../../../api/me";
import type { Row } from "../../../api/types";
import { useNotify } from "../../../kit/notify";
import { tk, useT } from "../../../i18n";
import { useSaveRow } from "../../../resource/data/row";
import { dropDraft, readDraft, writeDraft } from "../../../resource/form/draft";
import type { RecordProps } from "../../../resource/registry";
import { RESOURCE } from "../api";
import { Photos } from "./Photos";
import { Preview } from "./Preview";
import "../reporting.css";

const TEXTS = [
  ["overview", tk("本期概述"), tk("本期完成了什么，总体进展如何")],
  ["problems", tk("存在问题"), tk("影响进度、质量或安全的问题，需要对方配合的事项")],
  ["next_steps", tk("下期安排"), tk("下一期要完成的工作")],
] as const;
type Texts = Record<(typeof TEXTS)[number][0], string>;
const textsOf = (row: Row): Texts => ({ overview: String(row.overview ?? ""), problems: String(row.problems ?? ""), next_steps: String(row.next_steps ?? "") });

/** The author's words and photos, beside the pages as they will leave the house. */
export function WriteTab({ row }: RecordProps) {
  const open = row.state === "draft" && (row._can?.includes("update") ?? false);
  return (
    <div className={open ? "report-desk" : "report-desk read"}>
      {open && <div className="report-write"><Words row={row} /><Photos row={row} /></div>}
      <Preview row={row} />
    </div>
  );
}

/** What is typed stays in this browser until it is saved. */
function Words({ row }: { row: Row }) {
  const { t } = useT();
  const me = useMe()?.id ?? "";
  const notify = useNotify();
  const save = useSaveRow(RESOURCE);
  const saved = textsOf(row);
  const [texts, setTexts] = useState<Texts>(() => {
    const draft = readDraft(me, RESOURCE, row.id);
    return draft?.version === row.version ? { ...saved, ...(draft.values as Partial<Texts>) } : saved;
  });
  const dirty = TEXTS.some(([name]) => texts[name] !== saved[name]);
  const type = (name: keyof Texts, value: string) => {
    const next = { ...texts, [name]: value };
    setTexts(next);
    writeDraft(me, RESOURCE, row.id, { savedAt: new Date().toISOString(), id: row.id, version: row.version, values: next });
  };
  const keep = () =>
    save.mutate({ id: row.id, version: row.version, values: texts }, {
      onSuccess: () => {
        dropDraft(me, RESOURCE, row.id);
        notify.ok(t("已保存"));
      },
      onError: notify.fail,
    });
  return (
    <section className="col" aria-label={t("文字内容")}>
      {TEXTS.map(([name, label, help]) => (
        <div key={name} className="field">
          <label htmlFor={`report-${name}`}>{t(label)}</label>
          <Input.TextArea id={`report-${name}`} value={texts[name]} maxLength={4000} autoSize={{ minRows: 3, maxRows: 14 }} placeholder={t(help)} onChange={(event) => type(name, event.target.value)} />
        </div>
      ))}
      <div className="row end touch">
        {dirty && <span className="muted small">{t("有未保存的修改")}</span>}
        <Button type="primary" disabled={!dirty} loading={save.isPending} onClick={keep}>{t("保存并刷新预览")}</Button>
      </div>
    </section>
  );
}

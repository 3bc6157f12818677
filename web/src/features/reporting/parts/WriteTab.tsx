import { Alert, Button, Input } from "antd";
import type { Row } from "../../../api/types";
import { tk, useT } from "../../../i18n";
import { useTexts } from "../../../resource/form/useTexts";
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
const NAMES = TEXTS.map(([name]) => name);

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

/** What is typed stays in this browser until it is saved, and overwrites nobody's words unseen. */
function Words({ row }: { row: Row }) {
  const { t } = useT();
  const words = useTexts(RESOURCE, row, NAMES, t("已保存"));
  const clashing = TEXTS.filter(([name]) => words.clashing.includes(name)).map(([, label]) => `“${t(label)}”`);
  return (
    <section className="col" aria-label={t("文字内容")}>
      {clashing.length > 0 && <Alert type="warning" showIcon title={t("别人刚改了{{what}}。您的文字还在；保存时请选择保留哪一份。", { what: clashing.join(t("、")) })} />}
      {TEXTS.map(([name, label, help]) => (
        <div key={name} className="field">
          <label htmlFor={`report-${name}`}>{t(label)}</label>
          <Input.TextArea id={`report-${name}`} value={words.texts[name]} maxLength={4000} autoSize={{ minRows: 3, maxRows: 14 }} placeholder={t(help)} onChange={(event) => words.type(name, event.target.value)} />
        </div>
      ))}
      <div className="row end touch">
        {words.dirty && <span className="muted small">{t("有未保存的修改")}</span>}
        <Button type="primary" disabled={!words.dirty} loading={words.saving} onClick={words.save}>{t("保存并刷新预览")}</Button>
      </div>
      {words.question}
    </section>
  );
}

import { Suspense, lazy, useState } from "react";
import { Alert, Button } from "antd";
import { PlusOutlined, TagsOutlined } from "@ant-design/icons";
import { useMeta } from "../../../../api/meta";
import { useCan } from "../../../../api/me";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { errorText } from "../../../../kit/errorText";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { useT } from "../../../../i18n";
import type { RecordProps } from "../../../../resource/registry";
import { useWhole, type Whole } from "../../api";
import { fromItem } from "../../model/lines";
import { LineCards } from "./LineCards";
import { LinesTable } from "./LinesTable";
import { Totals } from "./Totals";
import { useEditor, withNewLine } from "./useEditor";
import "../../quotes.css";

const PricePicker = lazy(() => import("./PricePicker").then((module) => ({ default: module.PricePicker })));

/** The lines of a quotation: a table to type in while it is a draft, to read afterwards. */
export function LinesTab({ row }: RecordProps) {
  const read = useWhole(row.id);
  if (read.isPending) return <LinesSkeleton />;
  if (read.isError && !read.data) return <ErrorBox error={read.error} onRetry={() => void read.refetch()} />;
  return <Editing key={row.id} whole={read.data!} />;
}

function Editing({ whole }: { whole: Whole }) {
  const { t } = useT();
  const phone = useIsPhone();
  const can = useCan();
  const row = whole.quotation;
  const open = (row._can?.includes("update") ?? false) && ["draft", "rejected"].includes(String(row.state)) && !row.archived_at;
  const costs = useMeta("quotation_lines").data?.fields.some((field) => field.name === "cost" && !field.masked) ?? false;
  const editor = useEditor(whole, t("请填写正确的内容"));
  const [picking, setPicking] = useState(false);
  const add = <Button icon={<PlusOutlined aria-hidden />} onClick={() => editor.change(withNewLine(editor.lines))}>{t("添加一行")}</Button>;
  const pick = can("price_items", "read") && <Button icon={<TagsOutlined aria-hidden />} onClick={() => setPicking(true)}>{t("从价格表添加")}</Button>;
  const Shape = phone ? LineCards : LinesTable;
  return (
    <div className="quote-lines">
      {open && <Notes editor={editor} />}
      {!editor.lines.length && <Empty text={open ? t("还没有明细。可以逐行填写、从价格表选择，或从 Excel 复制后粘贴到第一格。") : t("还没有明细")} action={open && <div className="row wrap touch">{add}{pick}</div>} />}
      {editor.lines.length > 0 && <Shape editor={editor} open={open} costs={costs} saved={whole.lines} />}
      {open && editor.lines.length > 0 && <div className="row wrap quote-add touch">{add}{pick}{!phone && <span className="muted small">{t("Enter 或 Tab 到下一格，末行回车添加一行；可直接粘贴 Excel 中的多行")}</span>}</div>}
      {editor.lines.length > 0 && <Totals editor={editor} open={open} costs={costs} />}
      {open && editor.dirty && <SaveBar editor={editor} />}
      <Suspense fallback={null}>
        {picking && <PricePicker onClose={() => setPicking(false)} onPick={(items) => {
          const kept = editor.lines.filter((line) => line.name || line.unit_price);
          editor.change(items.reduce((lines, item) => [...lines, fromItem(withNewLine([]).at(0)!, item)], kept));
          setPicking(false);
        }} />}
      </Suspense>
    </div>
  );
}

type Of = { editor: ReturnType<typeof useEditor> };

/** What one should know before going on typing: somebody else saved, or an earlier input was found again. */
function Notes({ editor }: Of) {
  const { t } = useT();
  if (editor.stale) {
    return <Alert type="warning" showIcon title={t("这份报价刚被别人保存过，您输入的内容还在这里。")} action={
      <div className="row wrap"><Button size="small" onClick={editor.reset}>{t("改看最新内容")}</Button><Button size="small" type="primary" loading={editor.saving} onClick={() => editor.save(true)}>{t("用我的内容覆盖")}</Button></div>
    } />;
  }
  if (editor.restored) return <Alert type="info" showIcon closable title={t("已找回您上次没有保存的内容。")} />;
  return null;
}

function SaveBar({ editor }: Of) {
  const { t } = useT();
  return (
    <div className="quote-save touch" role="region" aria-label={t("保存明细")}>
      <span className={editor.error ? "danger-text" : "second"} role={editor.error ? "alert" : undefined}>{editor.error ? errorText(editor.error) : Object.keys(editor.faults).length ? t("有标红的内容需要改正") : t("有未保存的修改")}</span>
      <span className="row"><Button onClick={editor.reset} disabled={editor.saving}>{t("放弃修改")}</Button><Button type="primary" loading={editor.saving} onClick={() => editor.save()}>{t("保存")}</Button></span>
    </div>
  );
}

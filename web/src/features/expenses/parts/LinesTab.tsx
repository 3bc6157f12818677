import { useEffect, useRef } from "react";
import { Alert, Button, Input } from "antd";
import { CameraOutlined, PlusOutlined } from "@ant-design/icons";
import { ErrorBox } from "../../../kit/ErrorBox";
import { dayOf } from "../../../kit/days";
import { formatMoney } from "../../../kit/format";
import { Empty } from "../../../kit/Empty";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useDo } from "../../../resource/data/row";
import type { RecordProps } from "../../../resource/registry";
import { useMeta } from "../../../api/meta";
import { RESOURCE, useWhole, type Whole } from "../api";
import { emptyLine, incomplete, total, type Typed } from "../model/lines";
import { LineCard } from "./LineCard";
import { useEditor, type Editor } from "./useEditor";
import "../expenses.css";

/** The expenses of a claim: a receipt, an amount, a kind each. */
export function LinesTab({ row }: RecordProps) {
  const whole = useWhole(row.id);
  const { refetch } = whole;
  const known = whole.data?.claim.version;
  // Submitted, paid, withdrawn elsewhere on the page: what may be done here is another.
  useEffect(() => {
    if (known !== undefined && known !== row.version) void refetch();
  }, [row.version, known, refetch]);
  if (whole.isPending) return <LinesSkeleton />;
  if (whole.isError && !whole.data) return <ErrorBox error={whole.error} onRetry={() => void whole.refetch()} />;
  return <Loaded key={row.id} whole={whole.data} />;
}

function Loaded({ whole }: { whole: Whole }) {
  const { t } = useT();
  const meta = useMeta("expense_lines").data;
  const editor = useEditor(whole, t("请填写金额，例如 128.50"));
  const input = useRef<HTMLInputElement>(null);
  const open = (whole.claim._can?.includes("update") ?? false) && ["draft", "rejected"].includes(String(whole.claim.state));
  const told = new Map(whole.lines.map((line) => [line.id, line]));
  const kinds = meta?.fields.find((field) => field.name === "kind")?.options ?? [];
  const today = dayOf(new Date());
  const set = (next: Typed) => editor.change(editor.lines.map((line) => (line.id === next.id ? next : line)));
  const snap = (files: File[]) => {
    const made = files.reduce<Typed[]>((lines) => [...lines, { ...emptyLine([...editor.lines, ...lines], today), on: today }], []);
    editor.addPhotos([...editor.lines, ...made], Object.fromEntries(made.map((line, i) => [line.id, [files[i]!]])));
  };
  return (
    <div className="claim-lines">
      {editor.restored && <Alert type="info" showIcon title={t("已恢复上次没有保存的内容。")} action={<Button size="small" onClick={editor.reset}>{t("放弃")}</Button>} />}
      {editor.stale && <Alert type="warning" showIcon title={t("这张报销单已在别处改过。请放弃本页的修改后重填，或复制后再放弃。")} action={<Button size="small" onClick={editor.reset}>{t("放弃本页修改")}</Button>} />}
      {Boolean(editor.error) && <ErrorBox error={editor.error} />}
      {editor.lines.length === 0 && <Empty text={open ? t("还没有费用。拍下票据，或添加一笔。") : t("没有费用明细。")} />}
      <ol className="claim-list">
        {editor.lines.map((line, index) => (
          <LineCard key={line.id} line={line} index={index} kinds={kinds} told={told.get(line.id)} waiting={editor.photos[line.id]} open={open} faults={editor.faults[line.id]} claim={whole.claim.id}
            onChange={set} onRemove={() => editor.change(editor.lines.filter((one) => one.id !== line.id))} onPhotos={(files) => editor.addPhotos(editor.lines, { [line.id]: files })} />
        ))}
      </ol>
      {open && (
        <div className="claim-add touch">
          <Button icon={<CameraOutlined aria-hidden />} onClick={() => input.current?.click()}>{t("拍票据")}</Button>
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => editor.change([...editor.lines, emptyLine(editor.lines, today)])}>{t("添加一笔")}</Button>
          <input ref={input} type="file" accept="image/*,application/pdf" multiple hidden aria-label={t("选择票据照片")} onChange={(event) => { snap([...(event.target.files ?? [])]); event.target.value = ""; }} />
          {editor.sending && <span className="second small" role="status">{t("正在上传票据 {{done}}/{{all}}", { done: editor.sending[0], all: editor.sending[1] })}</span>}
        </div>
      )}
      {editor.account !== null && (
        <label className="claim-account">
          <span className="field-label">{t("收款账户")}</span>
          {open ? <Input value={editor.account} maxLength={120} placeholder={t("开户行和账号，例如 招商银行 6214 8302 …")} onChange={(event) => editor.setAccount(event.target.value)} /> : <span>{editor.account || "—"}</span>}
        </label>
      )}
      {open && <SaveBar whole={whole} editor={editor} />}
    </div>
  );
}

/** The sum, saving and submitting: what is typed is saved first. */
function SaveBar({ whole, editor }: { whole: Whole; editor: Editor }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo(RESOURCE);
  const missing = incomplete(editor.lines).length;
  const may = whole.claim._can?.includes("submit") ?? false;
  const submit = () => editor.save(() => run.mutate({ row: { ...whole.claim, version: null as never }, verb: "submit" }, { onSuccess: () => notify.ok(t("已提交审批")), onError: (error) => notify.fail(error) }));
  const busy = editor.saving || editor.sending !== null;
  return (
    <div className="claim-save">
      <span className="claim-sum"><span className="muted small">{t("合计 {{n}} 笔", { n: editor.lines.length })}</span><b className="num">¥ {formatMoney(total(editor.lines))}</b></span>
      <span className="row wrap end touch">
        {missing > 0 && <span className="warning-text small">{t("{{n}} 笔待补全", { n: missing })}</span>}
        <Button disabled={!editor.dirty || editor.stale} loading={busy} onClick={() => editor.save(() => notify.ok(t("已保存")))}>{t("保存")}</Button>
        {may && <Button type="primary" disabled={!editor.lines.length || missing > 0 || editor.stale || busy} loading={run.isPending} onClick={submit}>{t("提交审批")}</Button>}
      </span>
    </div>
  );
}

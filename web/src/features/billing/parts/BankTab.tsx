import { useRef, useState } from "react";
import { Alert, Button, Segmented } from "antd";
import { UploadOutlined } from "@ant-design/icons";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useNotify } from "../../../kit/notify";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { useBankLines, useStatementChange, type LineState } from "../api";
import { sureLines } from "../model/bank";
import { BankLineRow } from "./BankLineRow";
import "../billing.css";

interface Finding { row: number; message: string }

/** The lines of a bank statement: whose money each is, proposed with reasons, taken with one click. */
export function BankTab({ row }: RecordProps) {
  const { t } = useT();
  const notify = useNotify();
  const [state, setState] = useState<LineState>(row.state === "done" ? "" : "waiting");
  const [after, setAfter] = useState<number | null>(null);
  const lines = useBankLines(row.id, state, after);
  const change = useStatementChange(row.id);
  const may = (row._can ?? []).includes("match") || (row._can ?? []).includes("update");
  if (row.state === "empty") return <Upload row={row} may={may} />;
  const sure = sureLines(lines.data?.items ?? []);
  const take = () => change.mutate({ do: "sure", ids: sure }, {
    onSuccess: (done) => (done.failed?.length ? notify.fail(new Error(done.failed[0]!.message)) : notify.ok(t("已入账 {{n}} 笔", { n: done.done ?? 0 }))),
    onError: (error) => notify.fail(error),
  });
  return (
    <div className="col">
      <div className="drawer-pad row between wrap touch">
        <Segmented<LineState> value={state} onChange={(value) => { setState(value); setAfter(null); }} options={[{ value: "waiting", label: t("待处理") }, { value: "matched", label: t("已入账") }, { value: "ignored", label: t("已忽略") }, { value: "", label: t("全部") }]} />
        {may && sure.length > 0 && <Button type="primary" loading={change.isPending && change.variables?.do === "sure"} onClick={take}>{t("确认有把握的 {{n}} 笔", { n: sure.length })}</Button>}
      </div>
      <Findings found={(row.findings as Finding[] | undefined) ?? []} />
      {lines.isPending && <LinesSkeleton />}
      {lines.isError && <ErrorBox error={lines.error} onRetry={() => void lines.refetch()} />}
      {lines.data?.items.length === 0 && <Empty text={state === "waiting" ? t("没有待处理的流水") : t("没有这样的流水")} />}
      <ul className="bank-lines">{lines.data?.items.map((line) => <BankLineRow key={line.id} statement={row.id} line={line} may={may} />)}</ul>
      {lines.data?.next != null && <div style={{ textAlign: "center", padding: 12 }}><Button onClick={() => setAfter(lines.data!.next)}>{t("下一页")}</Button></div>}
    </div>
  );
}

/** What the reading of the file left out or doubts, by its row. */
function Findings({ found }: { found: Finding[] }) {
  const { t } = useT();
  if (!found.length) return null;
  return (
    <Alert type="warning" showIcon style={{ margin: "0 16px 12px" }} title={t("文件里有 {{n}} 行没有读入或需要留意", { n: found.length })}
      description={<ul style={{ margin: 0, paddingInlineStart: 18 }}>{found.slice(0, 20).map((one, i) => <li key={i}>{t("第 {{n}} 行：{{message}}", { n: one.row, message: one.message })}</li>)}</ul>} />
  );
}

function Upload({ row, may }: Pick<RecordProps, "row"> & { may: boolean }) {
  const { t } = useT();
  const notify = useNotify();
  const input = useRef<HTMLInputElement>(null);
  const change = useStatementChange(row.id);
  const send = (file: File | undefined) => {
    if (!file) return;
    const body = new FormData();
    body.append("file", file);
    // Not as a callback of mutate: the lines take this part's place before the answer is told, and callbacks of what is gone are dropped.
    change.mutateAsync({ do: "file", body }).then(() => notify.ok(t("流水已读入")), (error: unknown) => notify.fail(error));
  };
  return (
    <Empty text={t("上传从网银下载的流水文件（xlsx、xls 或 csv），系统会认出各列并提出匹配建议。")} action={may && (
      <>
        <input ref={input} type="file" accept=".xlsx,.xls,.csv" hidden aria-label={t("流水文件")} onChange={(event) => { send(event.target.files?.[0]); event.target.value = ""; }} />
        <Button type="primary" icon={<UploadOutlined aria-hidden />} loading={change.isPending} onClick={() => input.current?.click()}>{t("上传流水文件")}</Button>
      </>
    )} />
  );
}

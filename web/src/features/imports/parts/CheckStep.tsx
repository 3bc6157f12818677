import { useState } from "react";
import { Button, Segmented } from "antd";
import { DownloadOutlined } from "@ant-design/icons";
import { formatCount } from "../../../kit/format";
import { useConfirm, useNotify } from "../../../kit/notify";
import { tk, useT } from "../../../i18n";
import { useRows, useStep, type Decision, type Detail, type Kind } from "../api";
import { Lines } from "./Lines";
import { Mend } from "./Mend";

const KINDS: { kind: Kind; label: string; tone: string; choices: [Decision, string][] }[] = [
  { kind: "create", label: tk("新增"), tone: "good", choices: [["create", tk("新建")], ["skip", tk("跳过")]] },
  { kind: "update", label: tk("更新已有"), tone: "", choices: [["update", tk("更新")], ["skip", tk("跳过")]] },
  { kind: "duplicate", label: tk("疑似重复"), tone: "warn", choices: [["create", tk("仍新建")], ["merge", tk("并入已有")], ["skip", tk("跳过")]] },
  { kind: "repeated", label: tk("文件内重复"), tone: "warn", choices: [["merge", tk("并入前一行")], ["create", tk("仍新建")], ["skip", tk("跳过")]] },
  { kind: "same", label: tk("无变化"), tone: "", choices: [] },
  { kind: "error", label: tk("有错误"), tone: "bad", choices: [] },
  { kind: "note", label: tk("非数据行"), tone: "", choices: [] },
];

/** Third step: what would happen with every row, and what the person wants to happen. Nothing has been written yet. */
export function CheckStep({ batch, onBack }: { batch: Detail; onBack: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const step = useStep(batch.id);
  const present = KINDS.filter((one) => batch.counts[one.kind]);
  const first = present.find((one) => one.kind === "error") ?? present.find((one) => one.kind === "duplicate") ?? present[0];
  const [kind, setKind] = useState<Kind>(first?.kind ?? "create");
  const shown = present.find((one) => one.kind === kind) ?? first;
  const rows = useRows(batch, { kind: shown?.kind, limit: 100 });
  const n = (name: string) => batch.counts[name] ?? 0;
  const writing = n("to_create") + n("to_update") + n("to_merge");
  const whole = batch.state === "checked";
  const run = async (limit?: number) => {
    const text = t("将新建 {{a}} 条，更新 {{b}} 条，跳过 {{c}} 行。导入后可以整批撤销。", { a: n("to_create"), b: n("to_update") + n("to_merge"), c: n("to_skip") });
    if (!limit && !(await confirm({ title: t("开始导入？"), text, ok: t("开始导入") }))) return;
    step.mutate({ verb: "run", limit }, { onError: notify.fail });
  };
  return (
    <>
      {!whole && <div className="import-alert">{t("这是前 {{n}} 行的试检查，还没有写入任何内容。确认没有问题后，请检查全部。", { n: formatCount(n("checked")) })}</div>}
      <div className="import-kinds" role="tablist">
        {present.map((one) => (
          <button key={one.kind} type="button" role="tab" aria-selected={one.kind === shown?.kind} className={`import-kind ${one.tone} ${one.kind === shown?.kind ? "on" : ""}`} onClick={() => setKind(one.kind)}>
            <span className="import-kind-n num">{formatCount(n(one.kind))}</span><span>{t(one.label)}</span>
          </button>
        ))}
      </div>
      {batch.counts.missing && Object.keys(batch.counts.missing).length > 0 && <MissingNote batch={batch} />}
      {shown && shown.choices.length > 0 && (
        <div className="row wrap">
          <span>{t("“{{label}}”的 {{n}} 行：", { label: t(shown.label), n: formatCount(n(shown.kind)) })}</span>
          <Segmented value={rows.data?.items[0]?.decision} disabled={step.isPending} options={shown.choices.map(([value, label]) => ({ value, label: t(label) }))}
            onChange={(value) => step.mutate({ verb: "choose", kind: shown.kind, decision: value as Decision }, { onError: notify.fail })} />
        </div>
      )}
      {shown?.kind === "error" && <Mend batch={batch} lines={rows.data?.items ?? []} />}
      {shown?.kind === "note" && !batch.started_at && <KeepNotes batch={batch} />}
      {shown?.kind === "error" && <div className="row"><Button icon={<DownloadOutlined />} href={`/api/v1/imports/${batch.id}/errors`}>{t("下载错误行（原格式，附原因）")}</Button></div>}
      <Lines batch={batch} rows={rows} choices={shown?.choices ?? []} />
      <div className="row end wrap touch import-foot">
        {!batch.started_at && <Button onClick={onBack}>{t("返回匹配字段")}</Button>}
        {whole
          ? <>
              {writing > 100 && <Button loading={step.isPending} onClick={() => void run(100)}>{t("先试导入 100 条")}</Button>}
              <Button type="primary" disabled={!writing} loading={step.isPending} onClick={() => void run()}>{t("导入 {{n}} 行", { n: formatCount(writing) })}</Button>
            </>
          : <Button type="primary" loading={step.isPending} onClick={() => step.mutate({ verb: "check" }, { onError: notify.fail })}>{t("检查全部")}</Button>}
      </div>
    </>
  );
}

/** Lines that look like sums, section titles or footers are left out; a person may know better. */
function KeepNotes({ batch }: { batch: Detail }) {
  const { t } = useT();
  const notify = useNotify();
  const step = useStep(batch.id);
  const keep = async () => {
    try {
      await step.mutateAsync({ verb: "map", body: { options: { ...batch.options, keep_odd_lines: true } } });
      await step.mutateAsync({ verb: "check", limit: batch.state === "trial" ? batch.counts.checked : undefined });
    } catch (error) {
      notify.fail(error);
    }
  };
  return <div className="row wrap touch"><span className="second">{t("这些行像是合计、小标题或说明，不会导入。")}</span><Button loading={step.isPending} onClick={() => void keep()}>{t("它们也是数据，一起导入")}</Button></div>;
}

function MissingNote({ batch }: { batch: Detail }) {
  const { t } = useT();
  const parts = Object.entries(batch.counts.missing ?? {}).map(([name, count]) => `${batch.targets.find((one) => one.name === name)?.label ?? name} ${formatCount(count)}`);
  return <div className="muted small">{t("建议补充的内容有空缺（行数）：{{parts}}", { parts: parts.join(t("，")) })}</div>;
}

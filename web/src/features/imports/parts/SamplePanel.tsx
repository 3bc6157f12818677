import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";
import { api } from "../../../api/client";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useNotify } from "../../../kit/notify";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { recordPath } from "../../../resource/registry";
import type { Batch, Sample } from "../api";

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "—";
  return typeof value === "object" ? String((value as { label?: string }).label ?? JSON.stringify(value)) : String(value);
}

/** Twenty random rows: the file's words beside the record of now, each to be found right or wrong. */
export function SamplePanel({ batch }: { batch: Batch }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const key = ["import-sample", batch.id];
  const sample = useQuery({ queryKey: key, queryFn: () => api.get<Sample>(`/imports/${batch.id}/sample`) });
  const judge = async (row: number, ok: boolean) => {
    try {
      client.setQueryData(key, await api.put<Sample>(`/imports/${batch.id}/sample/${row}`, { ok }));
    } catch (error) {
      notify.fail(error);
    }
  };
  if (sample.isPending) return <LinesSkeleton rows={4} />;
  if (sample.isError) return <ErrorBox error={sample.error} onRetry={() => void sample.refetch()} />;
  return (
    <section className="import-sample" aria-label={t("抽查")}>
      <h2>{t("抽查 {{a}} 条，已核对 {{b}} 条，有误 {{c}} 条", { a: sample.data.size, b: sample.data.checked, c: sample.data.wrong })}</h2>
      {sample.data.items.map((one) => (
        <div key={one.row} className="import-sample-row">
          <div className="row between">
            <span>{t("第 {{n}} 行", { n: one.number })} {one.target && !one.gone && <Link to={recordPath(batch.resource, one.target)} target="_blank">{t("打开记录")}</Link>}</span>
            <span className="row">
              {one.verdict && <StatusTag color={one.verdict.ok ? "green" : "red"}>{one.verdict.ok ? t("正确") : t("有误")}</StatusTag>}
              <Button size="small" onClick={() => void judge(one.row, true)}>{t("正确")}</Button>
              <Button size="small" danger onClick={() => void judge(one.row, false)}>{t("有误")}</Button>
            </span>
          </div>
          <dl>
            {one.fields.filter((field) => field.comparable && (field.file || field.record)).map((field) => (
              <div key={field.field}><dt>{field.label}</dt><dd><span className="second">{field.file || "—"}</span> → {shown(field.record)}</dd></div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  );
}

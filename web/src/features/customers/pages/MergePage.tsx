import { useState } from "react";
import { Alert, Button } from "antd";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { useMeta } from "../../../api/meta";
import type { Meta, Row } from "../../../api/types";
import { ErrorBox, NoRight } from "../../../kit/ErrorBox";
import { errorText } from "../../../kit/errorText";
import { useConfirm, useNotify } from "../../../kit/notify";
import { PageHead } from "../../../kit/PageHead";
import { DetailSkeleton, LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { many } from "../../../i18n/many";
import { useDo, useRow } from "../../../resource/data/row";
import { refreshChildren, useFollowSaves, useMergePreview, type MergePreview } from "../api";
import { takenFromOther, type Choices } from "../parts/merge/choice";
import { FieldTable } from "../parts/merge/FieldTable";
import { OtherPicker } from "../parts/merge/OtherPicker";
import { Sides } from "../parts/merge/Sides";
import "../customers.css";

/** Two records of one customer become one: choose the other, compare field by field, merge, or say that they are two. */
export function MergePage() {
  const { t } = useT();
  const { id = "" } = useParams();
  const [params, setParams] = useSearchParams();
  const otherId = params.get("other");
  const meta = useMeta("customers");
  const kept = useRow("customers", id);
  const failed = [meta, kept].find((query) => query.isError);
  useFollowSaves(id);
  const pick = (other: string | null) => setParams(other ? { other } : {}, { replace: true });
  return (
    <div className="page merge-page">
      <PageHead title={t("合并客户")} note={kept.data && <Link to={`/customers/${id}`}>{String(kept.data.name)}</Link>} />
      {failed && <div className="panel"><ErrorBox error={failed.error} onRetry={() => void failed.refetch()} /></div>}
      {!failed && (!meta.data || !kept.data) && <div className="panel"><DetailSkeleton /></div>}
      {meta.data && kept.data && !(kept.data._can ?? []).includes("merge") && <div className="panel"><NoRight text={t("您没有合并这个客户的权限。需要时请让您的主管合并，或联系系统管理员在“角色与授权”中开通。")} /></div>}
      {meta.data && kept.data && (kept.data._can ?? []).includes("merge") && (otherId
        ? <Comparison key={`${id}-${otherId}`} meta={meta.data} kept={kept.data} otherId={otherId} onOther={() => pick(null)} />
        : <OtherPicker kept={kept.data} onPick={pick} />)}
    </div>
  );
}

function Comparison({ meta, kept, otherId, onOther }: { meta: Meta; kept: Row; otherId: string; onOther: () => void }) {
  const { t } = useT();
  const navigate = useNavigate();
  const other = useRow("customers", otherId);
  const preview = useMergePreview(kept.id, otherId);
  const [choices, setChoices] = useState<Choices>({});
  const failed = [other, preview].find((query) => query.isError);
  if (failed) return <div className="panel"><ErrorBox error={failed.error} onRetry={() => void failed.refetch()} /><div className="row end panel-body"><Button onClick={onOther}>{t("换一个客户")}</Button></div></div>;
  if (!other.data || !preview.data) return <div className="panel"><LinesSkeleton rows={8} /></div>;
  const swap = () => void navigate(`/customers/${otherId}/merge?other=${kept.id}`, { replace: true });
  return (
    <>
      <Sides kept={kept} other={other.data} onSwap={swap} onOther={onOther} />
      {preview.data.codes_differ && <Alert type="error" showIcon title={t("两边的统一社会信用代码不同，是两个单位，不能合并。")} description={t("如果其中一个填错了，请先打开那个客户改正；如果确实是两家，请选“不是同一家”。")} />}
      <FieldTable meta={meta} fields={preview.data.fields} keptName={String(kept.name)} mergedName={String(other.data.name)} choices={choices} onChange={setChoices} />
      <Foot kept={kept} other={other.data} preview={preview.data} choices={choices} />
    </>
  );
}

function Foot({ kept, other, preview, choices }: { kept: Row; other: Row; preview: MergePreview; choices: Choices }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const act = useDo("customers");
  const client = useQueryClient();
  const moving = preview.moving.map((one) => t("{{label}} {{n}} 条", { label: many(one.label), n: one.count })).join(t("、"));
  const merge = async () => {
    const text = t("“{{name}}”会归档，它的联系人、往来和附件都移到“{{kept}}”。之后可以撤销。", { name: String(other.name), kept: String(kept.name) });
    if (!(await confirm({ title: t("合并这两个客户？"), text, ok: t("合并") }))) return;
    act.mutate({ row: kept, verb: "merge", inputs: { merged: other.id, fields: takenFromOther(preview.fields, choices) } }, {
      onSuccess: () => {
        refreshChildren(client);
        void navigate(`/customers/${kept.id}`, { replace: true, state: { merged: String(other.name) } });
      },
    });
  };
  const different = () => act.mutate({ row: kept, verb: "mark_different", inputs: { other: other.id } }, {
    onSuccess: () => {
      notify.ok(t("已记下：这是两家，以后不再提示"));
      void navigate(`/customers/${kept.id}`, { replace: true });
    },
  });
  return (
    <div className="merge-foot touch">
      <div className="grow second">
        {moving ? t("会移过来：{{what}}", { what: moving }) : t("右边没有要移动的记录。")}
        {act.isError && <div className="danger-text" role="alert">{errorText(act.error)}</div>}
      </div>
      <Button onClick={different} disabled={act.isPending}>{t("不是同一家")}</Button>
      <Button type="primary" disabled={preview.codes_differ} loading={act.isPending && act.variables?.verb === "merge"} onClick={() => void merge()}>{t("合并")}</Button>
    </div>
  );
}

import { useState } from "react";
import { Alert, Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { isApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import type { Filter, Meta, Row } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { ErrorBox, NoRight } from "../../../kit/ErrorBox";
import { useConfirm, useNotify } from "../../../kit/notify";
import { PageHead } from "../../../kit/PageHead";
import { RefSelect } from "../../../kit/RefSelect";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { refreshResource } from "../../../resource/data/row";
import { adoptStages, useFollowSaves, useHeldStages, useStageOptions } from "../api";
import { StageDialog } from "../parts/stages/StageDialog";
import { StageList } from "../parts/stages/StageList";
import "../sales.css";

/** 商机阶段: the group's stages, and those of units that work otherwise. */
export function StagesPage() {
  const { t } = useT();
  const meta = useMeta("stages");
  if (meta.isPending) return <div className="page"><div className="panel"><LinesSkeleton rows={8} /></div></div>;
  if (isApiError(meta.error) && meta.error.status === 404) return <NoRight />;
  if (meta.isError) return <div className="page"><ErrorBox error={meta.error} title={t("页面没有加载成功")} onRetry={() => void meta.refetch()} /></div>;
  if (!meta.data.can.includes("read")) return <NoRight />;
  return <Loaded meta={meta.data} />;
}

function Loaded({ meta }: { meta: Meta }) {
  const { t } = useT();
  const [params, setParams] = useSearchParams();
  const unit = params.get("unit");
  const held = useHeldStages(unit);
  const options = useStageOptions();
  const [editing, setEditing] = useState<{ row: Row | null } | null>(null);
  const inherited = Boolean(unit && held.data && held.data.unit !== unit);
  const shown = inherited ? (held.data?.unit ?? null) : unit;
  const filter: Filter = shown ? ["unit", "=", shown] : ["unit", "empty", true];
  const fields = "unit,phase,name,position,allowed_days,probability,responsible,required_fields,required_documents,conditions,active";
  const list = useList("stages", { q: "", filter, sort: "position", fields }, !unit || Boolean(held.data));
  useFollowSaves();
  const mayEdit = meta.can.includes("update") && !inherited;
  const add = meta.can.includes("create") && !inherited && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing({ row: null })}>{t("新建阶段")}</Button>;
  const failed = list.error ?? (held.isError ? held.error : null) ?? (options.isError ? options.error : null);
  return (
    <div className="page">
      <PageHead title={t("商机阶段")} actions={<>
        <RefSelect aria-label={t("单位")} resource="units" allowClear value={unit} onChange={(next) => setParams(next ? { unit: next } : {}, { replace: true })} placeholder={t("集团默认")} style={{ width: 200 }} />
        {add}
      </>} />
      {inherited && <Inherited unit={unit!} from={held.data?.unit ?? null} mayAdopt={meta.can.includes("create")} />}
      <section className="panel" aria-label={t("阶段")}>
        {failed ? <ErrorBox error={failed} onRetry={list.reload} /> : list.isPending || !options.data ? <LinesSkeleton rows={8} />
          : list.rows.length ? <StageList rows={list.rows} options={options.data} onEdit={mayEdit ? (row) => setEditing({ row }) : undefined} />
          : <Empty text={t("还没有阶段。")} action={add} />}
      </section>
      {editing && options.data && <StageDialog row={editing.row} rows={list.rows} unit={shown} meta={meta} options={options.data} onClose={() => setEditing(null)} />}
    </div>
  );
}

/** A unit without stages of its own: whose hold, and the way to own ones. */
function Inherited({ unit, from, mayAdopt }: { unit: string; from: string | null; mayAdopt: boolean }) {
  const { t } = useT();
  const client = useQueryClient();
  const notify = useNotify();
  const confirm = useConfirm();
  const [busy, setBusy] = useState(false);
  const adopt = async () => {
    if (!(await confirm({ title: t("为这个单位建立自己的阶段？"), text: t("会复制一份现在适用的阶段，进行中的商机一并转到新阶段；以后集团默认的改动不再影响它。"), ok: t("建立") }))) return;
    setBusy(true);
    try {
      await adoptStages(unit);
      notify.ok(t("已建立，可以按需要修改。"));
      refreshResource(client, "stages");
      void client.invalidateQueries({ queryKey: ["sales-stages"] });
    } catch (error) {
      notify.fail(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Alert type="info" showIcon title={from ? t("这个单位沿用上级单位的阶段，下面是现在适用的。") : t("这个单位沿用集团默认的阶段，下面是现在适用的。")}
      action={mayAdopt && <Button size="small" loading={busy} onClick={() => void adopt()}>{t("建立自己的阶段")}</Button>} />
  );
}

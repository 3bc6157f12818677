import { useState } from "react";
import { Button } from "antd";
import type { Meta, Row } from "../../../api/types";
import { useCan } from "../../../api/me";
import { StatusTag } from "../../../kit/StatusTag";
import { useConfirm, useNotify } from "../../../kit/notify";
import { useQueryClient } from "@tanstack/react-query";
import { useDo } from "../../../resource/data/row";
import { useT } from "../../../i18n";
import { useTemplates, type Fit } from "../api";

const FIRST = 3;

/** Which templates fit and why; applying one adds what the project lacks. Draws nothing for who may not apply one. */
export function Templates({ row, meta }: { row: Row; meta: Meta }) {
  const { t } = useT();
  const may = Boolean(row._can?.includes("apply_template")) && meta.actions.some((one) => one.name === "apply_template");
  const reads = useCan()("project_templates", "read");
  const found = useTemplates(row.id, may && reads);
  const [all, setAll] = useState(false);
  const items = found.data?.items ?? [];
  if (!may || !items.length) return null;
  const shown = all ? items : items.slice(0, FIRST);
  return (
    <section className="project-part" aria-label={t("适合的模板")}>
      <div className="project-part-head"><h2>{t("适合的模板")}</h2>{items.length > FIRST && <button type="button" className="plain link" onClick={() => setAll(!all)}>{all ? t("收起") : t("全部 {{n}} 个", { n: items.length })}</button>}</div>
      <ul className="project-list">{shown.map((fit) => <Line key={fit.template.id} fit={fit} row={row} />)}</ul>
    </section>
  );
}

function Line({ fit, row }: { fit: Fit; row: Row }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const client = useQueryClient();
  const run = useDo("projects");
  const apply = async () => {
    const sure = await confirm({ title: t("套用“{{name}}”？", { name: fit.template.label }), text: t("把模板里有、项目里还没有的角色、预算科目、任务、风险和文件夹加进来，已有的不变。"), ok: t("套用") });
    if (!sure) return;
    run.mutate({ row, verb: "apply_template", inputs: { template: fit.template.id } }, {
      onSuccess: () => {
        notify.ok(t("模板已套用"));
        void client.invalidateQueries({ queryKey: ["project", row.id] });
      },
      onError: (error) => notify.fail(error),
    });
  };
  return (
    <li className="project-fit">
      <span className="col" style={{ gap: 2, minWidth: 0 }}>
        <span className="row wrap"><b>{fit.template.label}</b>{fit.applied && <StatusTag color="green">{t("已套用")}</StatusTag>}{fit.reasons.map((reason) => <StatusTag key={reason} color="blue">{reason}</StatusTag>)}</span>
        <span className="muted small">{fit.parts.map((part) => t("{{label}} {{n}} 项", { label: part.label, n: part.count })).join(" · ") || t("还没有内容")}</span>
      </span>
      <Button onClick={() => void apply()} loading={run.isPending} disabled={!fit.parts.length}>{t("套用")}</Button>
    </li>
  );
}

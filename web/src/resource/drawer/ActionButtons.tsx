import { useState } from "react";
import { Button, Dropdown } from "antd";
import { MoreOutlined } from "@ant-design/icons";
import { isApiError } from "../../api/errors";
import type { Meta, ResourceAction, Row } from "../../api/types";
import { useConfirm, useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { useDo } from "../data/row";
import { useResourceUi } from "../registry";
import { ActionDialog } from "./ActionDialog";

interface Props {
  meta: Meta;
  row: Row;
  onEdit: () => void;
  /** Actions shown as buttons; the rest stand under ⋯. */
  inline?: number;
  /** Off where something else is the one primary button of the page. */
  primary?: boolean;
}

/** What the person may do with this record, as `_can` says: edit, the resource's actions, archive or restore. */
export function ActionButtons({ meta, row, onEdit, inline = 2, primary = true }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const run = useDo(meta.name);
  const [asking, setAsking] = useState<ResourceAction | null>(null);
  const can = row._can ?? [];
  const own = useResourceUi(meta.name).ownActions ?? [];
  const actions = meta.actions.filter((action) => can.includes(action.name) && !own.includes(action.name));
  const shown = actions.filter((action) => !action.danger).slice(0, inline);
  const rest = actions.filter((action) => !shown.includes(action));

  const failed = (error: unknown) => notify.fail(isApiError(error, "stale_version") ? t("这条记录刚被别人改过，已取到最新内容，请核对后再操作。") : error);
  const archive = () => run.mutate({ row, verb: "archive" }, {
    onSuccess: (next) => notify.ok(t("已归档"), { undo: () => run.mutate({ row: next, verb: "restore" }, { onSuccess: () => notify.ok(t("已恢复")), onError: failed }) }),
    onError: failed,
  });
  const restore = () => run.mutate({ row, verb: "restore" }, { onSuccess: () => notify.ok(t("已恢复")), onError: failed });
  const start = async (action: ResourceAction) => {
    if (action.inputs.length) return setAsking(action);
    if (action.confirm && !(await confirm({ title: action.label, text: action.confirm, ok: action.label, danger: action.danger }))) return;
    run.mutate({ row, verb: action.name }, { onSuccess: () => notify.ok(t("{{label}}已完成", { label: action.label })), onError: failed });
  };

  const items = [
    ...rest.map((action) => ({ key: action.name, label: action.label, danger: action.danger })),
    ...(can.includes("archive") && !row.archived_at ? [{ key: ":archive", label: t("归档") }] : []),
    ...(can.includes("restore") && row.archived_at ? [{ key: ":restore", label: t("恢复") }] : []),
  ];
  const pick = (key: string) => {
    if (key === ":archive") archive();
    else if (key === ":restore") restore();
    else {
      const action = actions.find((one) => one.name === key);
      if (action) void start(action);
    }
  };
  return (
    <>
      {shown.map((action) => <Button key={action.name} loading={run.isPending && run.variables?.verb === action.name} onClick={() => void start(action)}>{action.label}</Button>)}
      {items.length > 0 && (
        <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => pick(key) }}><Button icon={<MoreOutlined />} aria-label={t("更多操作")} /></Dropdown>
      )}
      {can.includes("update") && <Button type={primary ? "primary" : "default"} onClick={onEdit}>{t("编辑")}</Button>}
      {asking && <ActionDialog meta={meta} row={row} action={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

import { useState } from "react";
import { Button } from "antd";
import { useMeta } from "../../../api/meta";
import type { Ref, Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDate } from "../../../kit/format";
import { useConfirm, useNotify } from "../../../kit/notify";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { useDo } from "../../../resource/data/row";
import { CreateButton } from "../../../resource/form/CreateButton";
import { FormDrawer } from "../../../resource/form/FormDrawer";
import type { RecordProps } from "../../../resource/registry";
import { Refusal } from "../memberships/Refusal";
import "../admin.css";

const STATES = { now: [tk("代理中"), "green"], later: [tk("未开始"), "blue"], over: [tk("已结束"), ""] } as const;

export function stateOf(row: Row, today: string): keyof typeof STATES {
  return String(row.ends_on) < today ? "over" : String(row.starts_on) > today ? "later" : "now";
}

/** Who acts for this person, and for whom this person acts. */
export function DelegationsTab({ row: person }: RecordProps) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const meta = useMeta("delegations");
  const cancel = useDo("delegations");
  const [editing, setEditing] = useState<Row | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const list = useList("delegations", { q: "", sort: "-starts_on", filter: { or: [["user", "=", person.id], ["deputy", "=", person.id]] } });
  if (meta.isError || list.error) return <ErrorBox error={meta.error ?? list.error} title={t("代理没有加载成功")} onRetry={() => { void meta.refetch(); list.reload(); }} />;
  if (!meta.data || list.isPending) return <LinesSkeleton rows={3} />;
  const today = formatDate(new Date().toISOString());
  const add = <CreateButton quiet meta={meta.data} label={t("安排代理人")} initial={{ user: person.id }} />;
  const stop = async (row: Row) => {
    if (!(await confirm({ title: t("取消这个代理？"), text: t("代理人立即失去由此得到的权限。"), ok: t("取消代理"), danger: true }))) return;
    setRefused(null);
    cancel.mutate({ row, verb: "cancel" }, { onSuccess: () => notify.ok(t("代理已取消")), onError: setRefused });
  };
  return (
    <div className="drawer-pad col">
      {list.rows.length > 0 && <div className="row end touch">{add}</div>}
      {refused !== null && <Refusal error={refused} onClose={() => setRefused(null)} />}
      {!list.rows.length && <Empty text={t("没有代理。请假或出差时，可以请同事在这段时间里代为处理。")} action={add} />}
      <ul className="adm-list flush">
        {list.rows.map((row) => {
          const state = stateOf(row, today);
          const mine = (row.user as Ref).id === person.id;
          const [label, color] = STATES[state];
          return (
            <li key={row.id} className="row between">
              <span className="grow">
                <span className="row wrap">{mine ? t("由 {{name}} 代理", { name: (row.deputy as Ref).label }) : t("代理 {{name}}", { name: (row.user as Ref).label })}<StatusTag color={color}>{t(label)}</StatusTag></span>
                <span className="muted small"><DateText value={row.starts_on as string} /> – <DateText value={row.ends_on as string} />{row.reason ? ` · ${String(row.reason)}` : ""}</span>
              </span>
              {state !== "over" && meta.data.can.includes("update") && (
                <span className="row">
                  <Button size="small" type="text" onClick={() => setEditing(row)}>{t("编辑")}</Button>
                  <Button size="small" type="text" danger loading={cancel.isPending && cancel.variables.row.id === row.id} onClick={() => void stop(row)}>{t("取消代理")}</Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {editing && <FormDrawer meta={meta.data} row={editing} onClose={() => setEditing(null)} onSaved={() => setEditing(null)} />}
    </div>
  );
}

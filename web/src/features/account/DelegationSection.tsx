import { Button } from "antd";
import { useMe } from "../../api/me";
import { useMeta } from "../../api/meta";
import type { Ref, Row } from "../../api/types";
import { DateText } from "../../kit/DateText";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { formatDate } from "../../kit/format";
import { useConfirm, useNotify } from "../../kit/notify";
import { LinesSkeleton } from "../../kit/Skeletons";
import { StatusTag } from "../../kit/StatusTag";
import { tk, useT } from "../../i18n";
import { useList } from "../../resource/data/list";
import { useDo } from "../../resource/data/row";
import { CreateButton } from "../../resource/form/CreateButton";

const STATES = { now: [tk("代理中"), "green"], later: [tk("未开始"), "blue"], over: [tk("已结束"), ""] } as const;

function stateOf(row: Row, today: string): keyof typeof STATES {
  return String(row.ends_on) < today ? "over" : String(row.starts_on) > today ? "later" : "now";
}

/** Who decides and acts for me while I am away, and for whom I do. */
export function DelegationSection() {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const me = useMe()?.id ?? "";
  const meta = useMeta("delegations");
  const cancel = useDo("delegations");
  const list = useList("delegations", { q: "", sort: "-starts_on", filter: { or: [["user", "=", me], ["deputy", "=", me]] } });
  if (meta.isError || list.error) return <ErrorBox error={meta.error ?? list.error} title={t("代理没有加载成功")} onRetry={() => { void meta.refetch(); list.reload(); }} />;
  if (!meta.data || list.isPending) return <LinesSkeleton rows={3} />;
  const today = formatDate(new Date().toISOString());
  const add = <CreateButton quiet meta={meta.data} label={t("安排代理人")} initial={{ user: me }} />;
  const stop = async (row: Row) => {
    if (!(await confirm({ title: t("取消这个代理？"), text: t("代理人立即失去由此得到的权限。"), ok: t("取消代理"), danger: true }))) return;
    cancel.mutate({ row, verb: "cancel" }, { onSuccess: () => notify.ok(t("代理已取消")), onError: notify.fail });
  };
  return (
    <div className="panel-body col">
      <div className="row between wrap"><span className="second small settings-hint">{t("请假或出差期间，代理人替您审批：您的待审批会出现在他的“待我审批”里，写明是代您处理。")}</span>{list.rows.length > 0 && add}</div>
      {!list.rows.length && <Empty text={t("没有代理。请假或出差时，可以请同事在这段时间里代为处理。")} action={add} />}
      {list.rows.map((row) => {
        const state = stateOf(row, today);
        const mine = (row.user as Ref).id === me;
        const [label, color] = STATES[state];
        return (
          <div key={row.id} className="row between settings-delegation">
            <span className="grow">
              <span className="row wrap">{mine ? t("由 {{name}} 代理", { name: (row.deputy as Ref).label }) : t("代理 {{name}}", { name: (row.user as Ref).label })}<StatusTag color={color}>{t(label)}</StatusTag></span>
              <span className="muted small"><DateText value={row.starts_on as string} /> – <DateText value={row.ends_on as string} />{row.reason ? ` · ${String(row.reason)}` : ""}</span>
            </span>
            {mine && state !== "over" && meta.data.can.includes("update") && <Button size="small" type="text" danger loading={cancel.isPending} onClick={() => void stop(row)}>{t("取消代理")}</Button>}
          </div>
        );
      })}
    </div>
  );
}

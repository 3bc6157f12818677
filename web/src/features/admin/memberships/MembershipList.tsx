import { useState } from "react";
import { Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import type { Filter, Ref, Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDate } from "../../../kit/format";
import { useConfirm, useNotify } from "../../../kit/notify";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { useDo } from "../../../resource/data/row";
import { recordPath } from "../../../resource/registry";
import { UnitOf } from "../cells";
import { AddMembership } from "./AddMembership";
import { Refusal } from "./Refusal";

export type Part = "user" | "unit" | "role";
export type Fixed = Partial<Record<Part, Ref>>;
const PARTS: { part: Part; resource: string }[] = [{ part: "user", resource: "users" }, { part: "role", resource: "roles" }, { part: "unit", resource: "units" }];

/** Who holds which role where, seen from a person, a unit or a role: `fixed` is that one. Roles are given and ended here. */
export function MembershipList({ fixed }: { fixed: Fixed }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const mayUse = useCan();
  const phone = useIsPhone();
  const [adding, setAdding] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const end = useDo("memberships");
  const shown = PARTS.filter(({ part }) => !fixed[part]);
  const list = useList("memberships", { q: "", sort: "", filter: { and: Object.entries(fixed).map(([part, ref]): Filter => [part, "=", ref.id]) } });
  const labels: Record<Part, string> = { user: t("人员"), role: t("角色"), unit: t("所在单位") };
  const add = mayUse("memberships", "create") && <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>{t("添加任职")}</Button>;

  const stop = async (row: Row) => {
    const [user, role, unit] = [row.user, row.role, row.unit] as Ref[];
    const text = t("“{{user}}”不再是“{{unit}}”的“{{role}}”，相应的权限立即失去。", { user: user!.label, unit: unit!.label, role: role!.label });
    if (!(await confirm({ title: t("结束这个任职？"), text, ok: t("结束任职"), danger: true }))) return;
    setRefused(null);
    end.mutate({ row, verb: "end" }, { onSuccess: () => notify.ok(t("任职已结束")), onError: setRefused });
  };
  const ending = (row: Row) => mayUse("memberships", "end") && <Button size="small" type="text" danger loading={end.isPending && end.variables.row.id === row.id} onClick={() => void stop(row)}>{t("结束")}</Button>;
  if (list.isPending) return <LinesSkeleton rows={3} />;
  if (list.error) return <ErrorBox error={list.error} title={t("任职没有加载成功")} onRetry={list.reload} />;
  return (
    <div className="col">
      <div className="row between touch">
        <span className="muted small">{list.rows.length > 0 && list.count !== null && t("共 {{n}} 个任职", { n: list.count })}</span>
        {list.rows.length > 0 && add}
      </div>
      {refused !== null && <Refusal error={refused} onClose={() => setRefused(null)} />}
      {!list.rows.length && <Empty text={fixed.user ? t("在您能看到的范围内，此人没有任职。没有任职就没有业务权限。") : fixed.role ? t("还没有人担任这个角色。") : t("这个单位还没有任职。")} action={add} />}
      {phone && list.rows.length > 0 && (
        <ul className="adm-list flush">
          {list.rows.map((row) => (
            <li key={row.id} className="row between touch">
              <span className="grow">
                <span className="ellipsis">{shown.slice(0, 1).map(({ part, resource }) => <Name key={part} of={resource} value={row[part] as Ref} />)}</span>
                <span className="muted small row wrap">{shown.slice(1).map(({ part, resource }) => <Name key={part} of={resource} value={row[part] as Ref} />)}<span>{t("自 {{date}}", { date: formatDate(row.updated_at as string) })}</span></span>
              </span>
              {ending(row)}
            </li>
          ))}
        </ul>
      )}
      {!phone && list.rows.length > 0 && (
        <div className="related">
          <table>
            <thead><tr>{shown.map(({ part }) => <th key={part} scope="col">{labels[part]}</th>)}<th scope="col">{t("开始")}</th><th scope="col"><span className="sr-only">{t("操作")}</span></th></tr></thead>
            <tbody>
              {list.rows.map((row) => (
                <tr key={row.id}>
                  {shown.map(({ part, resource }) => <td key={part}><Name of={resource} value={row[part] as Ref} /></td>)}
                  <td><DateText value={row.updated_at as string} /></td>
                  <td className="right">{ending(row)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasMore && <div style={{ textAlign: "center" }}><Button type="link" loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
      {adding && <AddMembership fixed={fixed} onClose={() => setAdding(false)} />}
    </div>
  );
}

/** A link for those who may look at what it leads to. */
function Name({ of, value }: { of: string; value: Ref }) {
  const text = of === "units" ? <UnitOf value={value} /> : value.label;
  return useCan()(of, "read") ? <Link to={recordPath(of, value.id)}>{text}</Link> : <>{text}</>;
}

import { Suspense, lazy, useState } from "react";
import { Button, Dropdown, Tabs } from "antd";
import { MoreOutlined } from "@ant-design/icons";
import { useSearchParams } from "react-router";
import { useCan } from "../../../api/me";
import type { Meta, Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useConfirm, useNotify } from "../../../kit/notify";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useRow, useSaveRow } from "../../../resource/data/row";
import { Facts } from "../../../resource/drawer/DetailTab";
import { CreateButton } from "../../../resource/form/CreateButton";
import { FormDrawer } from "../../../resource/form/FormDrawer";
import { HistoryPanel } from "../../../resource/panels/HistoryPanel";
import { MembershipList } from "../memberships/MembershipList";
import { KIND_LABELS, kindsBelow, nextKind, pathOf, type Unit } from "../model/tree";
import { KindIcon } from "./kinds";
import { UnitPeople } from "./UnitPeople";

interface Props {
  id: string;
  units: Unit[];
  meta: Meta;
  onMove: (unit: Unit) => void;
}

/** One unit: what it is, who belongs to it, who holds which role in it. */
export function UnitPanel({ id, units, meta, onMove }: Props) {
  const { t } = useT();
  const mayUse = useCan();
  const [params, setParams] = useSearchParams();
  const read = useRow("units", id);
  const [editing, setEditing] = useState(false);
  const unit = units.find((one) => one.id === id);
  if (read.isError) return <ErrorBox error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data || !unit) return <DetailSkeleton />;
  const row = read.data;
  const tab = params.get("tab") ?? "detail";
  const items = [
    { key: "detail", label: t("详情"), children: <UnitFacts meta={meta} row={row} unit={unit} units={units} /> },
    { key: "people", label: <>{t("人员")} <span className="muted num">{unit.people}</span></>, children: <UnitPeople unit={unit} hasBelow={unit.people_below > unit.people || units.some((one) => one.parent === id)} /> },
    ...(mayUse("memberships", "read") ? [{ key: "memberships", label: t("任职"), children: <div className="drawer-pad"><MembershipList fixed={{ unit: { id, label: unit.name } }} /></div> }] : []),
    { key: "history", label: t("历史"), children: <HistoryPanel resource="units" row={row} meta={meta} /> },
  ];
  return (
    <>
      <header className="unit-head">
        <KindIcon kind={unit.kind} />
        <div className="grow">
          <h2 className="row"><span className="unit-title">{unit.name}</span>{!unit.active && <StatusTag>{t("停用")}</StatusTag>}</h2>
          <div className="muted small">{[t(KIND_LABELS[unit.kind]), ...pathOf(units, unit.parent).map((one) => one.short_name || one.name)].join(" · ")}</div>
        </div>
        <Actions unit={unit} row={row} meta={meta} onEdit={() => setEditing(true)} onMove={() => onMove(unit)} />
      </header>
      <Tabs className="record-tabs unit-tabs" destroyOnHidden activeKey={items.some((one) => one.key === tab) ? tab : "detail"} items={items}
        onChange={(key) => setParams(key === "detail" ? {} : { tab: key }, { replace: true, preventScrollReset: true })} />
      {editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
    </>
  );
}

const Refused = lazy(() => import("./Refused").then((module) => ({ default: module.Refused })));

function Actions({ unit, row, meta, onEdit, onMove }: { unit: Unit; row: Row; meta: Meta; onEdit: () => void; onMove: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const save = useSaveRow("units");
  const [refused, setRefused] = useState<unknown>(null);
  const mayEdit = unit._can.includes("update");
  const toggle = async () => {
    const off = unit.active;
    if (off && !(await confirm({ title: t("停用“{{name}}”？", { name: unit.name }), text: t("停用后不能再把人员和新记录放进这个单位，已有记录保留。可以随时重新启用。"), ok: t("停用"), danger: true }))) return;
    save.mutate({ id: row.id, version: row.version, values: { active: !off } }, { onSuccess: () => notify.ok(off ? t("已停用") : t("已启用")), onError: setRefused });
  };
  const more = [
    ...(mayEdit && unit.kind !== "group" ? [{ key: "move", label: t("移到…"), onClick: onMove }] : []),
    ...(mayEdit && unit.kind !== "group" ? [{ key: "switch", label: unit.active ? t("停用") : t("启用"), danger: unit.active, onClick: () => void toggle() }] : []),
  ];
  return (
    <div className="row touch unit-actions">
      {unit._can.includes("create") && unit.active && kindsBelow(unit.kind).length > 0 && (
        <CreateButton quiet meta={meta} label={t("新建下级")} initial={{ parent: unit.id, kind: nextKind(unit.kind) }} />
      )}
      {more.length > 0 && <Dropdown trigger={["click"]} menu={{ items: more }}><Button icon={<MoreOutlined />} aria-label={t("更多操作")} loading={save.isPending} /></Dropdown>}
      {mayEdit && <Button type="primary" onClick={onEdit}>{t("编辑")}</Button>}
      <Suspense fallback={null}>{refused !== null && <Refused error={refused} unit={unit} onClose={() => setRefused(null)} />}</Suspense>
    </div>
  );
}

/** Who leads it and how large it is, then its fields. */
function UnitFacts({ meta, row, unit, units }: { meta: Meta; row: Row; unit: Unit; units: Unit[] }) {
  const { t } = useT();
  const children = units.filter((one) => one.parent === unit.id);
  const fields = meta.form.flatMap((name) => meta.fields.find((field) => field.name === name && name !== "position") ?? []);
  return (
    <div className="drawer-pad col">
      <dl className="unit-figures">
        <div><dt>{t("本单位")}</dt><dd className="num">{t("{{n}} 人", { n: unit.people })}</dd></div>
        <div><dt>{t("含下级")}</dt><dd className="num">{t("{{n}} 人", { n: unit.people_below })}</dd></div>
        <div><dt>{t("直接下级")}</dt><dd className="num">{t("{{n}} 个", { n: children.length })}</dd></div>
        <div><dt>{t("负责人")}</dt><dd>{unit.manager ? unit.manager.label : <span className="warning-text">{t("未指定")}</span>}</dd></div>
      </dl>
      <Facts fields={fields} row={row} />
    </div>
  );
}

import { useState } from "react";
import { Button } from "antd";
import { ArrowLeftOutlined, UnorderedListOutlined } from "@ant-design/icons";
import { Link, useNavigate, useParams } from "react-router";
import { queryClient } from "../../../api/query";
import { useMeta } from "../../../api/meta";
import { Empty } from "../../../kit/Empty";
import { NoRight } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { CreateButton } from "../../../resource/form/CreateButton";
import { treeQuery, useTree } from "../api";
import { LoadError } from "../LoadError";
import { MoveDialog } from "./MoveDialog";
import { UnitPanel } from "./UnitPanel";
import { UnitTree } from "./UnitTree";
import type { Unit } from "../model/tree";
import "../admin.css";

/** Tree left, unit right; on a phone first the tree, then the unit as a page of its own. */
export function Component() {
  const { t } = useT();
  const { id } = useParams();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const meta = useMeta("units");
  const tree = useTree();
  const [moving, setMoving] = useState<{ unit: Unit; target?: Unit } | null>(null);
  if (meta.isError || tree.isError) return <LoadError error={meta.error ?? tree.error} title={t("组织架构没有加载成功")} onRetry={() => void Promise.all([meta.refetch(), tree.refetch()])} />;
  if (meta.data && !meta.data.can.includes("read")) return <NoRight />;
  const units = tree.data ?? [];
  const open = id ?? (phone ? null : (units[0]?.id ?? null));
  const show = (to: string) => void navigate(`/admin/units/${to}`, { preventScrollReset: true });
  const mayMove = units.some((unit) => unit._can.includes("update"));
  const dialog = moving && <MoveDialog units={units} unit={moving.unit} target={moving.target} onClose={() => setMoving(null)} />;
  const panel = meta.data && open && tree.data && <UnitPanel key={open} id={open} units={units} meta={meta.data} onMove={(unit) => setMoving({ unit })} />;

  if (phone && id) {
    return (
      <div className="page">
        <Link to="/admin/units" className="row" style={{ minHeight: 40 }}><ArrowLeftOutlined aria-hidden />{t("组织架构")}</Link>
        <div className="panel unit-panel">{panel || <LinesSkeleton />}</div>
        {dialog}
      </div>
    );
  }
  const people = units.find((unit) => unit.depth === 0)?.people_below ?? 0;
  const actions = (
    <>
      {!phone && <Link to="/r/units"><Button icon={<UnorderedListOutlined aria-hidden />}>{t("以列表查看")}</Button></Link>}
      {meta.data && tree.data?.length === 0 && <CreateButton meta={meta.data} initial={{ kind: "group" }} onCreated={(row) => show(row.id)} />}
    </>
  );
  return (
    <div className="page fill">
      <PageHead title={t("组织架构")} note={tree.data && t("{{units}} 个单位，{{people}} 人", { units: units.length, people })} actions={actions} />
      <div className={phone ? "adm-split phone" : "adm-split"}>
        <section className="panel adm-side" aria-label={t("组织架构")}>
          {tree.isPending ? <LinesSkeleton rows={8} /> : <UnitTree units={units} open={open} onOpen={show} onMove={mayMove && !phone ? (unit, target) => setMoving({ unit, target }) : undefined} />}
        </section>
        {!phone && <section className="panel adm-main unit-panel">{panel || (tree.isPending ? <LinesSkeleton rows={6} /> : <Empty text={t("还没有组织单元，请先新建集团。")} />)}</section>}
      </div>
      {dialog}
    </div>
  );
}

export function loader() {
  void queryClient.prefetchQuery(treeQuery);
  return null;
}

import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { useMeta } from "../../api/meta";
import type { Meta, Ref, Row } from "../../api/types";
import { Empty } from "../../kit/Empty";
import { ErrorBox, NoRight } from "../../kit/ErrorBox";
import { useNotify } from "../../kit/notify";
import { PageHead } from "../../kit/PageHead";
import { LinesSkeleton } from "../../kit/Skeletons";
import { useT } from "../../i18n";
import { useList } from "../../resource/data/list";
import { useRow } from "../../resource/data/row";
import { CreateButton } from "../../resource/form/CreateButton";
import { replaced, sentences } from "./rules";
import "./pool.css";

const FormDrawer = lazy(() => import("../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

/** 公海规则: how many customers one may hold and when neglected ones come back, per company, in words. */
export function RulesPage() {
  const { t } = useT();
  const meta = useMeta("pool_rules");
  if (meta.isPending) return <div className="page"><div className="panel"><LinesSkeleton /></div></div>;
  if (meta.isError) return <NoRight />;
  return (
    <div className="page">
      <PageHead title={t("公海规则")} actions={<CreateButton meta={meta.data} />} />
      <p className="second">{t("一个单位按离它最近的一条规则执行；没有规则时不限持有数量，也不自动回收。")}</p>
      <Rules meta={meta.data} />
    </div>
  );
}

function Rules({ meta }: { meta: Meta }) {
  const { t } = useT();
  const list = useList("pool_rules", { q: "", filter: null, sort: "" });
  const [editing, setEditing] = useState<string | null>(null);
  if (list.error) return <div className="panel"><ErrorBox error={list.error} onRetry={list.reload} /></div>;
  if (list.isPending) return <div className="panel"><LinesSkeleton /></div>;
  if (!list.rows.length) return <div className="panel"><Empty text={t("还没有公海规则。新建一条后，可以限制每人持有的客户数，或让长期没人跟进的客户自动回到公海。")} /></div>;
  const old = replaced(list.rows);
  return (
    <ul className="pool-rules">
      {list.rows.map((row) => (
        <li key={row.id} className="panel">
          <div className="grow">
            <span className="row"><b>{(row.unit as Ref | null)?.label ?? t("全集团")}</b>{old.has(row.id) && <span className="tag">{t("已被较新的规则取代")}</span>}</span>
            <ul>{sentences(row, t).map((one) => <li key={one} className="second">{one}</li>)}</ul>
          </div>
          {meta.can.includes("update") && <span className="touch"><Button onClick={() => setEditing(row.id)}>{t("编辑")}</Button></span>}
        </li>
      ))}
      {editing && <Edit meta={meta} id={editing} onClose={() => setEditing(null)} />}
    </ul>
  );
}

function Edit({ meta, id, onClose }: { meta: Meta; id: string; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const row: Row | undefined = useRow("pool_rules", id).data;
  const saved = () => {
    notify.ok(t("已保存"));
    onClose();
  };
  return <Suspense fallback={null}>{row && <FormDrawer meta={meta} row={row} onClose={onClose} onSaved={saved} />}</Suspense>;
}

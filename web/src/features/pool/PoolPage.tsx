import { useState } from "react";
import { Button } from "antd";
import { ReloadOutlined, SettingOutlined } from "@ant-design/icons";
import { Link, useNavigate } from "react-router";
import { useCan } from "../../api/me";
import { useMeta } from "../../api/meta";
import type { Meta } from "../../api/types";
import { Empty } from "../../kit/Empty";
import { ErrorBox, NoRight } from "../../kit/ErrorBox";
import { formatCount } from "../../kit/format";
import { PageHead } from "../../kit/PageHead";
import { CardsSkeleton, TableSkeleton } from "../../kit/Skeletons";
import { useIsPhone } from "../../kit/useIsPhone";
import { useT } from "../../i18n";
import { FilterBar } from "../../resource/filter/FilterBar";
import { recordPath } from "../../resource/registry";
import { ResourceTable } from "../../resource/table/ResourceTable";
import { useListState } from "../../resource/useListState";
import { poolMeta, SHOWN, usePool, type PoolRow } from "./api";
import { PoolBar } from "./PoolBar";
import { PoolCards } from "./PoolCards";
import "./pool.css";

/** 公海: customers whom nobody looks after, free to be claimed by anybody of the company. */
export function PoolPage() {
  const can = useCan();
  const meta = useMeta("customers");
  if (!can("customers", "claim")) return <NoRight />;
  if (meta.isPending) return <div className="page"><div className="panel"><TableSkeleton /></div></div>;
  if (meta.isError) return <div className="page"><div className="panel"><ErrorBox error={meta.error} onRetry={() => void meta.refetch()} /></div></div>;
  return <Pool customers={meta.data} />;
}

function Pool({ customers }: { customers: Meta }) {
  const { t } = useT();
  const can = useCan();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const state = useListState();
  const list = usePool(state.query);
  const [selected, setSelected] = useState<string[]>([]);
  const [picking, setPicking] = useState(false);
  const meta = withAction(poolMeta(customers), t("操作"));
  const rows = list.rows as PoolRow[];
  const open = (row: PoolRow | undefined) => row?._can?.includes("read") && void navigate(recordPath("customers", row.id));
  const done = () => {
    setSelected([]);
    setPicking(false);
    list.reload();
  };
  const held = list.mine && (list.mine.limit === null ? t("您负责 {{n}} 个客户", { n: list.mine.held }) : t("您负责 {{n}} 个客户，上限 {{limit}} 个", { n: list.mine.held, limit: list.mine.limit }));
  const note = list.count !== null && <>{t("共 {{n}} 条", { n: formatCount(list.count, list.countExact) })}{held && <span className="pool-held">{held}</span>}</>;
  const several = phone && rows.length > 1 && !picking && <Button onClick={() => setPicking(true)}>{t("批量领取")}</Button>;
  const settings = !picking && can("pool_rules", "read") && <Link to="/admin/pool-rules"><Button icon={<SettingOutlined aria-hidden />}>{t("公海规则")}</Button></Link>;
  const tools = !phone && <Button icon={<ReloadOutlined spin={list.isRefreshing} />} onClick={list.reload} aria-label={t("刷新")} title={t("刷新")} />;
  const empty = state.isFiltered
    ? <Empty text={t("没有符合条件的记录")} action={<Button onClick={state.clear}>{t("清空筛选")}</Button>} />
    : <Empty text={t("公海里现在没有客户。退回或自动回收的客户会出现在这里。")} />;
  return (
    <div className={phone ? "page" : "page fill"}>
      <PageHead title={t("公海")} note={note} actions={<>{several}{settings}</>} />
      <FilterBar meta={meta} state={state} tools={tools} />
      {selected.length > 0 && !phone && <PoolBar meta={customers} rows={rows} selected={selected} onDone={done} />}
      {phone ? <PhoneList meta={meta} list={list} empty={empty} onOpen={open} picked={picking ? selected : null} onPick={setSelected} /> : (
        <ResourceTable meta={meta} list={list} names={SHOWN} sort="" onSort={ignore} openId={null} onOpen={(id) => open(rows.find((row) => row.id === id))}
          selected={selected} onSelect={setSelected} empty={empty} />
      )}
      {phone && picking && <div className="pool-thumb touch"><PoolBar meta={customers} rows={rows} selected={selected} onDone={done} /></div>}
    </div>
  );
}

function ignore(): void {
  // The pool has one order: what came last stands first.
}

interface Phone {
  meta: Meta;
  list: ReturnType<typeof usePool>;
  empty: React.ReactNode;
  onOpen: (row: PoolRow) => void;
  picked: string[] | null;
  onPick: (ids: string[]) => void;
}

function PhoneList({ list, empty, ...cards }: Phone) {
  if (list.error) return <div className="panel"><ErrorBox error={list.error} onRetry={list.reload} /></div>;
  if (list.isPending) return <div className="panel"><CardsSkeleton /></div>;
  return list.rows.length ? <PoolCards list={list} {...cards} /> : <div className="panel">{empty}</div>;
}

/** The column of buttons, as a field that cells of this feature draw. */
function withAction(meta: Meta, label: string): Meta {
  return { ...meta, fields: [...meta.fields, { name: "claim", label, type: "json", required: false, readonly: true, ops: [] }] };
}

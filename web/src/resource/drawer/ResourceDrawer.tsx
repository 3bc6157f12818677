import { Suspense, lazy, useEffect, useState, type ComponentType } from "react";
import { Button, Drawer, Tabs } from "antd";
import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { useCan } from "../../api/me";
import type { Meta, Row } from "../../api/types";
import { StatusTag } from "../../kit/StatusTag";
import { ErrorBox } from "../../kit/ErrorBox";
import { DetailSkeleton, LinesSkeleton } from "../../kit/Skeletons";
import { useIsPhone } from "../../kit/useIsPhone";
import { tk, useT } from "../../i18n";
import { useRow } from "../data/row";
import { FormDrawer } from "../form/FormDrawer";
import { CommentsPanel } from "../panels/CommentsPanel";
import { HistoryPanel } from "../panels/HistoryPanel";
import { useResourceUi, type DrawerTab, type RecordProps } from "../registry";
import { ActionButtons } from "./ActionButtons";
import { DetailTab } from "./DetailTab";
import { GroupedTabs, shownGroups } from "./GroupedTabs";

const FilesPanel: ComponentType<RecordProps> = lazy(() => import("../panels/FilesPanel").then((module) => ({ default: module.FilesPanel })));

const BUILT_IN: (DrawerTab & { order: number })[] = [
  { key: "detail", label: tk("详情"), component: DetailTab, order: 10 },
  { key: "comments", label: tk("动态"), component: CommentsPanel, order: 20 },
  { key: "files", label: tk("附件"), component: FilesPanel, order: 30 },
  { key: "history", label: tk("历史"), component: HistoryPanel, order: 40 },
];

interface Props {
  meta: Meta;
  id: string;
  tab: string | null;
  onTab: (tab: string | null) => void;
  onClose: () => void;
  /** Neighbours in the list; absent at its ends. */
  previous?: () => void;
  next?: () => void;
}

/** One record over its list: 640 px wide, a full page on a phone. ← and → walk along the list. */
export function ResourceDrawer({ meta, id, tab, onTab, onClose, previous, next }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const read = useRow(meta.name, id);
  const [editing, setEditing] = useState(false);
  useWalk(previous, next, !editing);
  const row = read.data;
  const title = row ? String(row[meta.label_field] ?? meta.label) : meta.label;
  const actions = row && (
    <div className="row touch drawer-actions">
      <HeaderParts meta={meta} row={row} />
      <ActionButtons meta={meta} row={row} onEdit={() => setEditing(true)} inline={phone ? 1 : 2} />
    </div>
  );
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 640} rootClassName="record-drawer" push={false} title={
      <div className="row">
        <span className="ellipsis" title={title}>{title}</span>
        {row?.archived_at && <StatusTag color="outline">{t("已归档")}</StatusTag>}
      </div>
    } extra={
      <div className="row">
        {!phone && actions}
        <span className="row" style={{ gap: 0 }}>
          <Button type="text" icon={<UpOutlined />} disabled={!previous} onClick={previous} aria-label={t("上一条")} title={t("上一条 ←")} aria-keyshortcuts="ArrowLeft" />
          <Button type="text" icon={<DownOutlined />} disabled={!next} onClick={next} aria-label={t("下一条")} title={t("下一条 →")} aria-keyshortcuts="ArrowRight" />
        </span>
      </div>
    } footer={phone ? actions : null}>
      {read.isPending && <DetailSkeleton />}
      {read.isError && <ErrorBox error={read.error} onRetry={() => void read.refetch()} />}
      {row && <RecordTabs key={row.id} meta={meta} row={row} tab={tab} onTab={onTab} />}
      {editing && row && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
    </Drawer>
  );
}

function HeaderParts({ meta, row }: { meta: Meta; row: Row }) {
  const parts = useResourceUi(meta.name).headerButtons ?? [];
  return <>{parts.map((Part, i) => <Part key={i} resource={meta.name} meta={meta} row={row} />)}</>;
}

/** The tabs of a record: built in, and those that features have added. Also usable on a full page. */
export function RecordTabs({ meta, row, tab, onTab }: { meta: Meta; row: Row; tab: string | null; onTab: (tab: string | null) => void }) {
  const { t } = useT();
  const ui = useResourceUi(meta.name);
  const mayUse = useCan();
  const tabs = [...BUILT_IN, ...(ui.tabs ?? [])].filter((one) => !(ui.without as string[] | undefined)?.includes(one.key) && (!one.when || one.when(row, meta)) && (!one.needs || mayUse(...one.needs))).toSorted((a, b) => (a.order ?? 15) - (b.order ?? 15));
  const first = ui.tabGroups ? shownGroups(tabs, ui.tabGroups)[0]!.members[0]! : tabs[0]!;
  const active = tabs.some((one) => one.key === tab) ? tab! : first.key;
  const choose = (key: string) => onTab(key === first.key ? null : key);
  const draw = (one: DrawerTab) => <Suspense fallback={<LinesSkeleton />}><one.component resource={meta.name} meta={meta} row={row} /></Suspense>;
  if (ui.tabGroups) return <GroupedTabs meta={meta} row={row} tabs={tabs} groups={ui.tabGroups} active={active} onTab={choose} draw={draw} />;
  return (
    <Tabs activeKey={active} onChange={choose} className="record-tabs" destroyOnHidden
      items={tabs.map((one) => ({
        key: one.key,
        label: <>{t(one.label)}{one.badge && <Suspense fallback={null}> <one.badge resource={meta.name} meta={meta} row={row} /></Suspense>}</>,
        children: draw(one),
      }))} />
  );
}

/** ← and → page through the list while no field, tab or menu has the focus. */
function useWalk(previous: (() => void) | undefined, next: (() => void) | undefined, on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const target = event.target as HTMLElement;
      if (target.isContentEditable || target.closest("input, textarea, select, [role='tablist'], [role='menu'], [role='listbox'], .ant-modal")) return;
      const step = event.key === "ArrowLeft" ? previous : event.key === "ArrowRight" ? next : undefined;
      if (!step) return;
      event.preventDefault();
      step();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [previous, next, on]);
}

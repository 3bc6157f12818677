import { Suspense, type ReactNode } from "react";
import { Tabs } from "antd";
import type { Meta, Row } from "../../api/types";
import { useT } from "../../i18n";
import type { DrawerTab, TabGroup } from "../registry";

interface Props {
  meta: Meta;
  row: Row;
  /** Those that this person sees of this record, in their order. */
  tabs: DrawerTab[];
  groups: TabGroup[];
  active: string;
  onTab: (key: string) => void;
  draw: (tab: DrawerTab) => ReactNode;
}

interface Shown {
  label: string;
  members: DrawerTab[];
}

/** Tabs by subject: a group of which one sees a single tab bears that tab's name, and a tab that no group names stands alone at the end. */
export function shownGroups(tabs: DrawerTab[], groups: TabGroup[]): Shown[] {
  const named = groups.map((group) => ({ label: group.label, members: group.tabs.flatMap((key) => tabs.find((one) => one.key === key) ?? []) }));
  const loose = tabs.filter((one) => !groups.some((group) => group.tabs.includes(one.key))).map((one) => ({ label: one.label, members: [one] }));
  return [...named, ...loose].filter((group) => group.members.length).map((group) => (group.members.length === 1 ? { ...group, label: group.members[0]!.label } : group));
}

/** Many tabs in two rows: subjects above, what belongs to the chosen one below. */
export function GroupedTabs({ meta, row, tabs, groups, active, onTab, draw }: Props) {
  const { t } = useT();
  const shown = shownGroups(tabs, groups);
  const open = shown.find((group) => group.members.some((one) => one.key === active)) ?? shown[0]!;
  const badge = (one: DrawerTab) => one.badge && <Suspense key={one.key} fallback={null}> <one.badge resource={meta.name} meta={meta} row={row} /></Suspense>;
  return (
    <Tabs activeKey={open.members[0]!.key} onChange={onTab} className="record-tabs" destroyOnHidden
      items={shown.map((group) => ({
        key: group.members[0]!.key,
        label: <>{t(group.label)}{group.members.map(badge)}</>,
        children: group === open && (
          <>
            {group.members.length > 1 && (
              <nav className="tab-parts" aria-label={t(group.label)}>
                {group.members.map((one) => <button key={one.key} type="button" className={one.key === active ? "plain on" : "plain"} aria-current={one.key === active ? "page" : undefined} onClick={() => onTab(one.key)}>{t(one.label)}{badge(one)}</button>)}
              </nav>
            )}
            {draw(group.members.find((one) => one.key === active) ?? group.members[0]!)}
          </>
        ),
      }))} />
  );
}

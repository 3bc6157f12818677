import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import { Input, Tree, type GetRef } from "antd";
import type { DataNode } from "antd/es/tree";
import { api } from "../../../api/client";
import type { OptionItem } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { useDebounced } from "../../../kit/useDebounced";
import { useT } from "../../../i18n";
import { useBodyHeight } from "../../../resource/table/useBodyHeight";
import { buildTree, pathOf, search, whyNotBelow, type Unit, type UnitNode } from "../model/tree";
import { KindIcon } from "./kinds";

interface Props {
  units: Unit[];
  open: string | null;
  onOpen: (id: string) => void;
  /** A unit was dropped on another; without it nothing can be dragged. */
  onMove?: (unit: Unit, target: Unit) => void;
}

/** The org tree: virtual, searchable (pinyin too), with the people of each branch; ↑ ↓ ← → Enter by the keyboard. */
export function UnitTree({ units, open, onOpen, onMove }: Props) {
  const { t } = useT();
  const box = useRef<HTMLDivElement>(null);
  const tree = useRef<GetRef<typeof Tree>>(null);
  const height = useBodyHeight(box) + CHROME;
  const [text, setText] = useState("");
  const q = useDebounced(text.trim(), 200);
  const [expanded, setExpanded] = useState<string[]>(() => startOpen(units, open));
  const found = useFound(q);
  const byId = useMemo(() => new Map(units.map((unit) => [unit.id, unit])), [units]);
  const result = useMemo(() => (q ? search(units, q, found) : null), [units, q, found]);
  const data = useMemo(() => nodesOf(buildTree(result ? units.filter((unit) => result.shown.has(unit.id)) : units), result?.hits), [units, result]);

  useEffect(() => {
    if (!open) return;
    setExpanded((before) => [...new Set([...before, ...pathOf(units, open).slice(0, -1).map((unit) => unit.id)])]);
    const timer = setTimeout(() => tree.current?.scrollTo({ key: open, align: "auto" }), 50);
    return () => clearTimeout(timer);
    // Only when another unit is opened: a refreshed tree must not scroll.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [open]);

  return (
    <div className="unit-tree">
      <div className="unit-search touch"><Input.Search allowClear value={text} onChange={(event) => setText(event.target.value)} placeholder={t("搜索名称、编码、拼音")} aria-label={t("搜索组织单元")} /></div>
      <div className="grow" ref={box} style={{ overflow: "hidden" }}>
        {result && !result.hits.size
          ? <Empty text={t("没有符合的单位，换个词试试")} />
          : <Tree ref={tree} blockNode virtual height={height} itemHeight={ROW} treeData={data} showLine={false} motion={false} aria-label={t("组织架构")}
              selectedKeys={open ? [open] : []} onSelect={(_, { node }) => onOpen(String(node.key))}
              expandedKeys={result ? [...result.shown] : expanded} onExpand={(keys) => setExpanded(keys.map(String))}
              draggable={onMove ? { icon: false, nodeDraggable: (node) => byId.get(String(node.key))?._can.includes("update") ?? false } : false}
              allowDrop={({ dragNode, dropNode, dropPosition }) => dropPosition === 0 && allowed(units, byId, String(dragNode.key), String(dropNode.key))}
              onDrop={({ dragNode, node }) => {
                const [unit, target] = [byId.get(String(dragNode.key)), byId.get(String(node.key))];
                if (unit && target) onMove?.(unit, target);
              }} />}
      </div>
    </div>
  );
}

const ROW = 34;
// useBodyHeight leaves room for head and foot of a table; a tree has neither.
const CHROME = 70;

function startOpen(units: Unit[], open: string | null): string[] {
  return [...units.filter((unit) => unit.depth === 0).map((unit) => unit.id), ...pathOf(units, open).slice(0, -1).map((unit) => unit.id)];
}

function allowed(units: Unit[], byId: Map<string, Unit>, dragged: string, over: string): boolean {
  const [unit, target] = [byId.get(dragged), byId.get(over)];
  return Boolean(unit && target && !whyNotBelow(units, unit, target));
}

/** What the server finds by pinyin; the names themselves are searched here. */
function useFound(q: string): string[] | undefined {
  return useQuery({
    queryKey: ["options", "units", "search", q],
    queryFn: async ({ signal }) => (await api.get<OptionItem[]>("/r/units/options", { q, limit: 100 }, signal)).map((item) => item.id),
    enabled: /^[a-z]+$/i.test(q),
  }).data;
}

function nodesOf(nodes: UnitNode[], hits?: Set<string>): DataNode[] {
  return nodes.map(({ key, unit, children }) => ({ key, title: <Line unit={unit} hit={hits?.has(key) ?? false} />, children: nodesOf(children, hits), isLeaf: !children.length }));
}

function Line({ unit, hit }: { unit: Unit; hit: boolean }): ReactNode {
  const { t } = useT();
  return (
    <span className={["unit-line", unit.active ? "" : "off", hit ? "hit" : ""].join(" ")} title={unit.name}>
      <KindIcon kind={unit.kind} />
      <span className="ellipsis grow">{unit.name}</span>
      {!unit.active && <span className="muted small">{t("停用")}</span>}
      <span className="muted small num" title={t("{{n}} 人（含下级）", { n: unit.people_below })}>{unit.people_below || ""}</span>
    </span>
  );
}

import { useMemo } from "react";
import { useQuery } from "@tanstack/react-query";
import { TreeSelect } from "antd";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import type { PickerProps } from "../../../resource/registry";
import { treeQuery } from "../api";
import { buildTree, pathOf, type Unit, type UnitNode } from "../model/tree";

interface Choice {
  value: string;
  title: string;
  /** The chosen unit with its company: 华东公司 / 市场部. */
  shown: string;
  text: string;
  disabled: boolean;
  children: Choice[];
}

/** Chooses a unit in the org tree; typing finds it by name, short name or code. Switched-off units are there but cannot be chosen. */
export function UnitPicker({ value, onChange, known, ...rest }: PickerProps) {
  const { t } = useT();
  const tree = useQuery({ ...treeQuery, staleTime: 60_000 });
  const units = tree.data;
  const choices = useMemo(() => (units ? choicesOf(buildTree(units), units) : []), [units]);
  if (tree.isError || (units && value && !value.startsWith("$") && !units.some((unit) => unit.id === value))) return <RefSelect {...rest} resource="units" value={value} onChange={onChange} known={known} />;
  return (
    <TreeSelect {...rest} value={units ? (value ?? undefined) : undefined} onChange={(next?: string) => onChange(next ?? null)} treeData={choices} treeNodeLabelProp="shown" loading={tree.isPending}
      showSearch={{ filterTreeNode: (text, node) => String(node.text).includes(text.trim().toLowerCase()) }} placeholder={rest.placeholder ?? t("请选择")} listHeight={320} popupMatchSelectWidth={false}
      treeDefaultExpandedKeys={units ? [...units.filter((unit) => unit.depth === 0), ...pathOf(units, value)].map((unit) => unit.id) : []} style={{ width: "100%" }} />
  );
}

function choicesOf(nodes: UnitNode[], units: Unit[]): Choice[] {
  return nodes.map(({ key, unit, children }) => ({
    value: key, title: unit.name, disabled: !unit.active, children: choicesOf(children, units),
    shown: pathOf(units, key).slice(1).map((one) => one.short_name || one.name).join(" / ") || unit.name,
    text: [unit.name, unit.short_name, unit.code].join(" ").toLowerCase(),
  }));
}

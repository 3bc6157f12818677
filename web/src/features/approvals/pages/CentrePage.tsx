import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, Segmented, Select } from "antd";
import { useSearchParams } from "react-router";
import { useCan } from "../../../api/me";
import { catalogueQuery } from "../../../api/meta";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { CardsSkeleton } from "../../../kit/Skeletons";
import { useDebounced } from "../../../kit/useDebounced";
import { tk, useT } from "../../../i18n";
import { useCentre, useCounts } from "../../../resource/approvals/data";
import type { Box } from "../../../resource/approvals/types";
import { STATES } from "../../../resource/approvals/words";
import { BOXES, NOTHING, STATES_OF } from "../boxes";
import { BatchBar } from "../parts/BatchBar";
import { ItemCard } from "../parts/ItemCard";
import "../approvals.css";

const ALL: [Box, string] = ["all", tk("全部审批")];

/** The four boxes; the URL holds which one and what it is filtered by. */
export function Component() {
  const { t } = useT();
  const can = useCan();
  const [params, setParams] = useSearchParams();
  const boxes = can("approvals", "manage") ? [...BOXES, ALL] : BOXES;
  const box = boxes.find(([key]) => key === params.get("box"))?.[0] ?? "todo";
  const state = params.get("state") ?? "";
  const resource = params.get("resource") ?? "";
  const [text, setText] = useState(params.get("q") ?? "");
  const q = useDebounced(text.trim());
  const [chosen, setChosen] = useState<string[]>([]);
  const counts = useCounts();
  const list = useCentre({ box, q, state, resource });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const names = useNames(items);
  const set = (values: Record<string, string | null>) => {
    setChosen([]);
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(values)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    }, { replace: true });
  };
  const number: Partial<Record<Box, number>> = { todo: counts?.todo ?? 0, mine: counts?.mine ?? 0, copied: counts?.copied ?? 0 };
  const batch = box === "todo" && items.length > 0;
  // What came or went meanwhile is not decided along with the rest.
  const picked = items.filter((item) => chosen.includes(item.id));
  return (
    <div className="page apc-page">
      <PageHead title={t("审批")} />
      <div className="row wrap apc-bar">
        <Segmented value={box} onChange={(value) => set({ box: value === "todo" ? null : value, state: null })} aria-label={t("审批箱")}
          options={boxes.map(([value, label]) => ({ value, label: <span className="apc-box">{t(label)}{number[value] ? <b className={value === "mine" ? "num muted" : "menu-count num"}>{number[value]}</b> : null}</span> }))} />
        <div className="row wrap apc-filter touch">
          <Input.Search allowClear value={text} onChange={(event) => setText(event.target.value)} placeholder={t("搜索标题、提交人")} aria-label={t("搜索审批")} style={{ width: 208 }} />
          {names.length > 1 || resource ? <Select allowClear aria-label={t("审批的对象")} placeholder={t("全部对象")} value={resource || undefined} onChange={(value) => set({ resource: value ?? null })} options={names} style={{ minWidth: 120 }} popupMatchSelectWidth={false} /> : null}
          {STATES_OF[box].length > 0 && <Select allowClear aria-label={t("状态")} placeholder={t("全部状态")} value={state || undefined} onChange={(value) => set({ state: value ?? null })} style={{ minWidth: 120 }} options={STATES_OF[box].map((one) => ({ value: one, label: t(STATES[one][0]) }))} />}
        </div>
      </div>
      {batch && (
        <div className="row apc-choose">
          <Checkbox checked={picked.length === items.length} indeterminate={picked.length > 0 && picked.length < items.length} onChange={(event) => setChosen(event.target.checked ? items.map((item) => item.id) : [])}>{t("全选")}</Checkbox>
          {picked.length > 0 && <span className="muted small">{t("已选 {{n}} 个", { n: picked.length })}</span>}
        </div>
      )}
      {list.isPending && <div className="panel"><CardsSkeleton rows={5} /></div>}
      {list.isError && <div className="panel"><ErrorBox error={list.error} title={t("审批没有加载成功")} onRetry={() => void list.refetch()} /></div>}
      {list.isSuccess && items.length === 0 && <div className="panel"><Empty text={q || state || resource ? t("没有符合条件的审批。") : t(NOTHING[box])} /></div>}
      {items.length > 0 && (
        <ul className="panel apc-list" aria-label={t(boxes.find(([key]) => key === box)![1])}>
          {items.map((item) => (
            <ItemCard key={item.id} item={item} box={box} chosen={batch ? chosen.includes(item.id) : null} onChoose={(on) => setChosen((old) => (on ? [...old, item.id] : old.filter((id) => id !== item.id)))} />
          ))}
        </ul>
      )}
      {list.hasNextPage && <div style={{ textAlign: "center" }}><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("加载更多")}</Button></div>}
      {picked.length > 0 && <BatchBar items={picked} onDone={(left) => setChosen(left)} />}
    </div>
  );
}

/** The kinds of records that can be filtered by: those on screen, with the names that the catalogue gives them. */
function useNames(items: { resource: string; resource_label: string }[]) {
  const catalogue = useQuery(catalogueQuery).data;
  const [params] = useSearchParams();
  const seen = new Map(items.map((item) => [item.resource, item.resource_label]));
  const wanted = params.get("resource");
  if (wanted && !seen.has(wanted)) seen.set(wanted, catalogue?.resources.find((one) => one.name === wanted)?.label ?? wanted);
  return [...seen].map(([value, label]) => ({ value, label }));
}

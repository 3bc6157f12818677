import { Suspense, lazy, type ComponentType } from "react";
import type { Ref } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { Money } from "../../../kit/Money";
import { tk } from "../../../i18n";
import { registerResourceUi, type DrawerTab } from "../../../resource/registry";
import { Percent, StageTag, StateTag } from "./cells";

const NameHint = late(lazy(() => import("./CollisionHint").then((module) => ({ default: module.NameHint }))));
const CustomerHint = late(lazy(() => import("./CollisionHint").then((module) => ({ default: module.CustomerHint }))));
const PageButton = late(lazy(() => import("./PageButton").then((module) => ({ default: module.PageButton }))));
const ListSwitch = late(lazy(() => import("./ViewSwitch").then((module) => ({ default: module.ListSwitch }))));
const ChurnAside = late(lazy(() => import("./ChurnAside").then((module) => ({ default: module.ChurnAside }))));
const CustomerAdvice = late(lazy(() => import("./CustomerAdvice").then((module) => ({ default: module.CustomerAdvice }))));

/** What comes late leaves a gap of its own: the form or head around it stays on the screen. */
function late<P extends object>(Part: ComponentType<P>): ComponentType<P> {
  return (props: P) => <Suspense fallback={null}><Part {...props} /></Suspense>;
}

function child(key: "competitors" | "risks" | "nodes", label: string, order: number): DrawerTab {
  return { key, label, order, needs: [`opportunity_${key}`, "read"], component: lazy(() => import("./detail/childTabs").then((module) => ({ default: module.childTab(key) }))) };
}

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";

registerResourceUi("opportunities", {
  listPath: "/opportunities/list",
  headerButtons: [PageButton],
  listButtons: [ListSwitch],
  formHints: { name: NameHint, customer: CustomerHint },
  ownActions: ["move", "follow"],
  hidden: ["probability_basis"],
  cells: {
    stage: (row) => <StageTag label={label(row.stage)} state={row.state} />,
    state: (row) => <StateTag value={row.state as string} />,
    probability: (row) => <Percent value={row.probability as number} />,
    last_followed_at: (row) => <DateText value={row.last_followed_at as string} />,
  },
  widths: { name: 220, number: 128, customer: 200, stage: 116, state: 112, amount: 120, probability: 96, expected_on: 116, owner: 84, unit: 120, last_followed_at: 112 },
  tabs: [
    { key: "overview", label: tk("跟进"), order: 1, component: lazy(() => import("./detail/OverviewTab").then((module) => ({ default: module.OverviewTab }))) },
    child("competitors", tk("竞争对手"), 12),
    child("risks", tk("风险"), 13),
    child("nodes", tk("关键节点"), 14),
    { key: "stages", label: tk("阶段历史"), order: 35, component: lazy(() => import("./detail/StageLog").then((module) => ({ default: module.StageLog }))) },
  ],
  groups: [
    { label: tk("基本信息"), fields: ["name", "customer", "contact", "number", "stage", "phase", "state", "project_type", "region", "city", "source", "unit", "owner", "opened_on", "reference"] },
    { label: tk("金额与时间"), fields: ["amount", "bid_price", "expected_on", "probability", "stage_since", "last_followed_at", "next_contact_at", "closed_at"] },
    { label: tk("丢单"), fields: ["lost_reason", "lost_phase", "lost_note"] },
    { label: tk("其他"), fields: ["tags", "remark"] },
  ],
  cardLine: (row) => ({
    tag: row.state === "lost" ? <StateTag value="lost" /> : <StageTag label={label(row.stage)} state={row.state} />,
    second: [label(row.customer), label(row.owner)].filter(Boolean).join(" · "),
    right: <Money value={row.amount as string} />,
  }),
});

registerResourceUi("opportunity_competitors", { widths: { name: 200, opportunity: 220, price: 120, strengths: 200, weaknesses: 200, winner: 88 } });
registerResourceUi("opportunity_risks", { widths: { title: 220, opportunity: 220, level: 72, state: 88, measure: 240, due_on: 108, owner: 84 } });
registerResourceUi("opportunity_nodes", { initial: () => ({}), widths: { name: 200, opportunity: 220, due_on: 108, done_on: 108, owner: 84 } });
registerResourceUi("stages", { listPath: "/admin/stages", without: ["comments", "files"] });

registerResourceUi("churns", { without: ["comments"], widths: { customer: 220, left_on: 108, phase: 96, reason: 128, gone_to: 160, note: 240, won_back_on: 108 } });

registerResourceUi("customers", {
  asides: [ChurnAside, CustomerAdvice],
  tabs: [
    { key: "churns", label: tk("流失"), order: 10.7, needs: ["churns", "read"], component: lazy(() => import("./ChurnTab").then((module) => ({ default: module.ChurnTab }))) },
    { key: "opportunities", label: tk("商机"), order: 10.5, needs: ["opportunities", "read"], component: lazy(() => import("./CustomerTab").then((module) => ({ default: module.CustomerTab }))) },
  ],
});

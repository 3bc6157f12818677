import { lazy, Suspense } from "react";
import type { Ref, Row } from "../../../api/types";
import { Money } from "../../../kit/Money";
import { tk } from "../../../i18n";
import { registerResourceUi, type DrawerTab } from "../../../resource/registry";
import { CaseState, LateFor, MailState, MeetingState, Outcome, PauseReason, PromiseState, Reply, StatementDirection, StatementState } from "./cells";

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";
const money = (value: unknown) => (value == null ? null : <Money value={value as string} />);

interface HintProps { value: unknown; values: Record<string, unknown>; row: Row | null }
type Children = typeof import("./children");
const child = (key: string, text: string, order: number, pick: (module: Children) => Children[keyof Children], resource: string): DrawerTab => ({
  key, label: text, order, needs: [resource, "read"], component: lazy(() => import("./children").then((module) => ({ default: pick(module) }))),
});

const RolesInput = lazy(() => import("./Roles").then((module) => ({ default: module.RolesInput })));
const RoleNames = lazy(() => import("./Roles").then((module) => ({ default: module.RoleNames })));
const namedRoles = {
  copies: (row: Row) => <Suspense fallback={null}><RoleNames value={row.copies} /></Suspense>,
  tell: (row: Row) => <Suspense fallback={null}><RoleNames value={row.tell} /></Suspense>,
};

registerResourceUi("collection_cases", {
  listPath: "/collection",
  detailPath: (id) => `/collection/${id}`,
  // Which debts are contested is chosen from their list on the page of the case.
  ownActions: ["dispute"],
  cells: {
    state: (row) => <CaseState value={row.state} />,
    pause_reason: (row) => <PauseReason value={row.pause_reason} />,
    oldest_due_on: (row) => (row.oldest_due_on ? <span className="num">{String(row.oldest_due_on)} <LateFor due={row.state === "closed" ? null : (row.oldest_due_on as string)} /></span> : <span className="muted">—</span>),
  },
  tabs: [
    { key: "chain", label: tk("催收过程"), order: 1, component: lazy(() => import("./case/ChainTab").then((module) => ({ default: module.ChainTab }))) },
    child("letters", tk("催收函"), 12, (module) => module.LettersTab, "dunning_letters"),
    child("logs", tk("催收记录"), 13, (module) => module.LogsTab, "collection_logs"),
  ],
  groups: [
    { label: tk("基本信息"), fields: ["name", "number", "customer", "company", "unit", "owner", "state", "mail_to", "remark"] },
    { label: tk("金额"), fields: ["overdue", "disputed", "oldest_due_on"] },
    { label: tk("进度"), fields: ["level", "letters", "unanswered", "last_letter_on", "next_position", "next_on", "opened_on", "closed_on", "close_reason", "close_note"] },
    { label: tk("暂停"), fields: ["pause_reason", "pause_note", "paused_on", "paused_until"] },
  ],
  widths: { name: 240, number: 132, state: 88, overdue: 112, oldest_due_on: 184, letters: 88, unanswered: 104, next_on: 112, pause_reason: 120, paused_until: 112, owner: 88, unit: 128 },
  cardLine: (row) => ({ tag: <CaseState value={row.state} />, second: <LateFor due={row.oldest_due_on as string | null} />, right: money(row.overdue) }),
});

registerResourceUi("dunning_letters", {
  without: ["comments"],
  headerButtons: [lazy(() => import("./LetterPdfButton").then((module) => ({ default: module.LetterPdfButton })))],
  cells: { mail_state: (row) => <MailState value={row.mail_state} />, reply: (row) => <Reply value={row.reply} /> },
  cardLine: (row) => ({ tag: <MailState value={row.mail_state} />, second: <Reply value={row.reply} />, right: money(row.amount) }),
});
registerResourceUi("promises", { without: ["comments", "files"], cells: { state: (row) => <PromiseState value={row.state} /> } });
registerResourceUi("review_meetings", { cells: { state: (row) => <MeetingState value={row.state} />, outcome: (row) => <Outcome value={row.outcome} /> } });
registerResourceUi("collection_logs", { without: ["comments", "files"], ownActions: [] });

/** Its name is customer and period; the customer stands beside it. */
const periodOf = (row: Record<string, unknown>) => String(row.name).replace(label(row.customer), "").trim() || String(row.name);
registerResourceUi("statements", {
  listPath: "/statements",
  without: ["comments"],
  cells: { name: periodOf, state: (row) => <StatementState value={row.state} />, direction: (row) => <StatementDirection value={row.direction} /> },
  tabs: [{ key: "lines", label: tk("对账明细"), order: 1, component: lazy(() => import("./StatementLines").then((module) => ({ default: module.StatementLines }))) }],
  widths: { name: 232, number: 132, customer: 240, direction: 96, until: 108, closing: 120, state: 104, sent_at: 144, answered_by: 96, owner: 88 },
  cardLine: (row) => ({ title: label(row.customer), tag: <StatementState value={row.state} />, second: periodOf(row), right: money(row.closing) }),
});

registerResourceUi("dunning_ladders", {
  listPath: "/dunning-ladders",
  without: ["comments", "files"],
  tabs: [child("steps", tk("催收步骤"), 1, (module) => module.StepsTab, "dunning_steps")],
  widths: { name: 200, unit: 200, active: 72, minimum: 120, reply_days: 128, grace_days: 128, updated_at: 144 },
});
registerResourceUi("dunning_steps", {
  without: ["comments", "files"],
  inputs: { copies: RolesInput, tell: RolesInput },
  cells: namedRoles,
  facts: namedRoles,
});
registerResourceUi("customer_credits", { without: ["comments", "files"] });

const CreditHint = lazy(() => import("./CreditWarning").then((module) => ({ default: module.CreditHint })));
const warned = {
  banners: [lazy(() => import("./CreditWarning").then((module) => ({ default: module.CreditBanner })))],
  // What comes late leaves a gap of its own: the form around it stays on the screen.
  formHints: { customer: (props: HintProps) => <Suspense fallback={null}><CreditHint {...props} /></Suspense> },
};
registerResourceUi("contracts", warned);
registerResourceUi("quotations", warned);

registerResourceUi("customers", {
  tabs: [
    { key: "credit", label: tk("信用与应收"), order: 17.4, needs: ["customer_credits", "read"], component: lazy(() => import("./CreditTab").then((module) => ({ default: module.CreditTab }))) },
    child("collection", tk("催收"), 17.8, (module) => module.CasesOfCustomer, "collection_cases"),
    child("statements", tk("对账单"), 17.9, (module) => module.StatementsOfCustomer, "statements"),
  ],
  asides: [lazy(() => import("./RiskAside").then((module) => ({ default: module.RiskAside })))],
});

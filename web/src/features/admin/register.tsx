import { lazy } from "react";
import type { Ref } from "../../api/types";
import { tk } from "../../i18n";
import { builtIn } from "../../kit/builtIn";
import { registerResourceUi } from "../../resource/registry";
import { OnOff, Preset, SignIn, UnitOf } from "./cells";
import { showPassword } from "./users/showPassword";

registerResourceUi("units", {
  listPath: "/admin/units",
  detailPath: (id) => `/admin/units/${id}`,
  picker: lazy(() => import("./units/UnitPicker").then((module) => ({ default: module.UnitPicker }))),
  cells: { active: (row) => <OnOff value={Boolean(row.active)} /> },
  widths: { name: 248, code: 136, kind: 96, parent: 248, manager: 112, active: 88 },
});

registerResourceUi("users", {
  listPath: "/admin/users",
  headerButtons: [lazy(() => import("./handover/HandoverButton").then((module) => ({ default: module.HandoverButton })))],
  without: ["comments", "files"],
  cells: { unit: (row) => <UnitOf value={row.unit as Ref | null} />, is_active: (row) => <OnOff value={Boolean(row.is_active)} />, last_login: (row) => <SignIn value={row.last_login as string | null} /> },
  widths: { name: 112, username: 136, unit: 224, job_title: 136, phone: 132, email: 236, is_active: 80 },
  groups: [
    { label: tk("基本信息"), fields: ["name", "username", "unit", "job_title"] },
    { label: tk("联系方式"), fields: ["phone", "email"] },
    { label: tk("账号"), fields: ["is_active", "must_change_password", "last_login"] },
  ],
  tabs: [
    { key: "memberships", label: tk("任职"), order: 12, needs: ["memberships", "read"], component: lazy(() => import("./users/MembershipsTab").then((module) => ({ default: module.MembershipsTab }))) },
    { key: "delegations", label: tk("代理"), order: 13, needs: ["delegations", "read"], component: lazy(() => import("./users/DelegationsTab").then((module) => ({ default: module.DelegationsTab }))) },
    { key: "sessions", label: tk("登录会话"), order: 14, needs: ["users", "reset_password"], when: (row) => row._can?.includes("reset_password") ?? false, component: lazy(() => import("./users/SessionsTab").then((module) => ({ default: module.SessionsTab }))) },
  ],
  cardLine: (row) => ({
    tag: row.is_active === false ? <OnOff value={false} /> : undefined,
    second: <UnitOf value={row.unit as Ref | null} />,
    right: String(row.job_title ?? ""),
  }),
  onOnce: (once, row) => void showPassword(row, once.password ?? ""),
});

registerResourceUi("roles", {
  listPath: "/admin/roles",
  detailPath: (id) => `/admin/roles/${id}`,
  cells: { name: (row) => builtIn("roles", String(row.name)), description: (row) => builtIn("role_texts", String(row.description ?? "")), active: (row) => <OnOff value={Boolean(row.active)} />, preset: (row) => <Preset value={Boolean(row.preset)} /> },
  cardLine: (row) => ({ tag: row.active ? (row.preset ? undefined : <Preset value={false} />) : <OnOff value={false} />, second: builtIn("role_texts", String(row.description ?? "")) }),
  widths: { name: 168, code: 200, description: 420, preset: 112, active: 96 },
});

registerResourceUi("dictionary_entries", { listPath: "/admin/dictionaries" });
registerResourceUi("custom_fields", { listPath: "/admin/custom-fields" });
registerResourceUi("numbering_rules", { listPath: "/admin/numbering" });
registerResourceUi("holidays", { listPath: "/admin/holidays" });

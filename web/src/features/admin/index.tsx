import { lazy } from "react";
import { ApartmentOutlined, AppstoreOutlined, BookOutlined, CalendarOutlined, FieldNumberOutlined, FileSearchOutlined, FormOutlined, SafetyCertificateOutlined, UserOutlined } from "@ant-design/icons";
import type { Ref } from "../../api/types";
import { tk } from "../../i18n";
import { builtIn } from "../../kit/builtIn";
import { defineFeature } from "../../resource/feature";
import { registerResourceUi } from "../../resource/registry";
import { prefetchList } from "../../resource/data/list";
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

const group = tk("系统管理");
const list = (resource: string) => ({
  path: `admin/${resource}`,
  lazy: () => import("./lists").then((module) => ({ Component: resource === "users" ? module.UsersPage : module.RolesPage })),
  loader: ({ request }: { request: Request }) => (prefetchList(resource, new URL(request.url).searchParams), null),
});

export default defineFeature({
  name: "admin",
  menu: [
    { key: "units", label: tk("组织架构"), icon: <ApartmentOutlined />, path: "/admin/units", order: 910, group, can: [["units", "update"], ["units", "create"]] },
    { key: "users", label: tk("人员"), icon: <UserOutlined />, path: "/admin/users", order: 920, group, can: [["users", "create"], ["users", "update"], ["users", "deactivate"], ["users", "reset_password"]] },
    { key: "roles", label: tk("角色权限"), icon: <SafetyCertificateOutlined />, path: "/admin/roles", order: 930, group, can: [["roles", "read"]] },
    { key: "dictionaries", label: tk("数据字典"), icon: <BookOutlined />, path: "/admin/dictionaries", order: 940, group, can: [["dictionary_entries", "create"], ["dictionary_entries", "update"]] },
    { key: "custom-fields", label: tk("自定义字段"), icon: <FormOutlined />, path: "/admin/custom-fields", order: 950, group, can: [["custom_fields", "read"]] },
    { key: "numbering", label: tk("编号规则"), icon: <FieldNumberOutlined />, path: "/admin/numbering", order: 960, group, can: [["numbering_rules", "read"]] },
    { key: "holidays", label: tk("节假日"), icon: <CalendarOutlined />, path: "/admin/holidays", order: 970, group, can: [["holidays", "create"], ["holidays", "update"]] },
    { key: "modules", label: tk("功能模块"), icon: <AppstoreOutlined />, path: "/admin/modules", order: 975, group, can: [["module_switches", "read"]] },
    { key: "audit", label: tk("审计日志"), icon: <FileSearchOutlined />, path: "/admin/audit", order: 980, group, can: [["audit", "read"]] },
  ],
  routes: [
    { path: "admin/units/:id?", lazy: () => import("./units/UnitsPage") },
    list("users"),
    list("roles"),
    { path: "admin/users/:id/handover", lazy: () => import("./handover/HandoverPage") },
    { path: "admin/modules", lazy: () => import("./modules/ModulesPage") },
    { path: "admin/roles/:id", lazy: () => import("./roles/RolePage") },
    { path: "admin/dictionaries/:name?", lazy: () => import("./dictionaries/DictionariesPage") },
    { path: "admin/custom-fields/:name?", lazy: () => import("./fields/CustomFieldsPage") },
    { path: "admin/numbering", lazy: () => import("./numbering/NumberingPage") },
    { path: "admin/holidays", lazy: () => import("./holidays/HolidaysPage") },
    { path: "admin/audit", lazy: () => import("./audit/AuditPage") },
  ],
});

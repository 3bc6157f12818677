import { ApartmentOutlined, AppstoreOutlined, BookOutlined, CalendarOutlined, FieldNumberOutlined, FileSearchOutlined, FormOutlined, SafetyCertificateOutlined, UserOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { defineFeature } from "../../resource/feature";
import { prefetchList } from "../../resource/data/list";

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

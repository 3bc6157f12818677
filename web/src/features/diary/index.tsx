import { CalendarOutlined, EnvironmentOutlined, FieldTimeOutlined, FileTextOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";

const list = (path: string, resource: string, name: "VisitsPage" | "AllReportsPage" | "EntryRulesPage") => ({
  path,
  loader: ({ request }: { request: Request }) => (prefetchList(resource, new URL(request.url).searchParams), null),
  lazy: () => import("./pages/lists").then((module) => ({ Component: module[name] })),
});

export default defineFeature({
  name: "diary",
  menu: [
    { key: "calendar", label: tk("日历"), icon: <CalendarOutlined />, path: "/calendar", order: 5, phone: 2.5 },
    { key: "visits", label: tk("拜访"), icon: <EnvironmentOutlined />, path: "/visits", order: 6, can: [["visits", "read"]] },
    { key: "reports", label: tk("日报"), icon: <FileTextOutlined />, path: "/reports", order: 7, can: [["daily_reports", "read"]] },
    { key: "entry-rules", label: tk("补录规定"), icon: <FieldTimeOutlined />, path: "/admin/entry-rules", order: 955, group: tk("系统管理"), can: [["entry_rules", "create"], ["entry_rules", "update"]] },
  ],
  routes: [
    { path: "calendar", lazy: () => import("./pages/CalendarPage").then((module) => ({ Component: module.CalendarPage })) },
    { path: "reports", lazy: () => import("./pages/ReportsPage").then((module) => ({ Component: module.ReportsPage })) },
    list("reports/all", "daily_reports", "AllReportsPage"),
    list("visits", "visits", "VisitsPage"),
    list("admin/entry-rules", "entry_rules", "EntryRulesPage"),
  ],
});

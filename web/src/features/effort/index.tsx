import { ClockCircleOutlined, FundOutlined, HeatMapOutlined, IdcardOutlined, SafetyCertificateOutlined, ShoppingOutlined, SolutionOutlined, TeamOutlined, UserSwitchOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";

const list = (path: string, resource: string) => ({
  path,
  loader: ({ request }: { request: Request }) => (prefetchList(resource, new URL(request.url).searchParams), null),
  lazy: () => import("./pages/lists").then((module) => ({ Component: module.listPage(resource) })),
});
const group = tk("人员与工时");

export default defineFeature({
  name: "effort",
  menu: [
    { key: "timesheet", label: tk("我的工时"), icon: <ClockCircleOutlined />, path: "/timesheet", order: 8, can: [["timesheets", "create"]] },
    { key: "pool_resources", label: tk("资源池"), icon: <TeamOutlined />, path: "/pool-resources", order: 260, group, can: [["pool_resources", "read"]] },
    { key: "materials", label: tk("材料库"), icon: <ShoppingOutlined />, path: "/materials", order: 261, group, can: [["materials", "create"], ["materials", "export"]] },
    { key: "load", label: tk("负荷图"), icon: <HeatMapOutlined />, path: "/load", order: 262, group, can: [["pool_resources", "read"]] },
    { key: "free", label: tk("找人找设备"), icon: <UserSwitchOutlined />, path: "/free", order: 264, group, can: [["resource_requests", "create"], ["pool_resources", "export"]] },
    { key: "resource_requests", label: tk("用人申请"), icon: <SolutionOutlined />, path: "/resource-requests", order: 266, group, can: [["resource_requests", "read"]] },
    { key: "certificates", label: tk("人员证书"), icon: <SafetyCertificateOutlined />, path: "/certificates", order: 268, group, can: [["certificates", "read"]] },
    { key: "weekly_reports", label: tk("工时周报"), icon: <IdcardOutlined />, path: "/weekly-reports", order: 270, group, can: [["weekly_reports", "read"]] },
    { key: "utilisation", label: tk("利用率"), icon: <FundOutlined />, path: "/utilisation", order: 272, group, can: [["timesheets", "export"]] },
  ],
  routes: [
    { path: "timesheet", lazy: () => import("./pages/WeekPage").then((module) => ({ Component: module.WeekPage })) },
    { path: "load", lazy: () => import("./pages/LoadPage").then((module) => ({ Component: module.LoadPage })) },
    { path: "free", lazy: () => import("./pages/FreePage").then((module) => ({ Component: module.FreePage })) },
    { path: "utilisation", lazy: () => import("./pages/UsePage").then((module) => ({ Component: module.UsePage })) },
    list("pool-resources", "pool_resources"),
    list("materials", "materials"),
    list("resource-requests", "resource_requests"),
    list("certificates", "certificates"),
    list("weekly-reports", "weekly_reports"),
    list("timesheets", "timesheets"),
  ],
});

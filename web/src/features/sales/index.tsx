import { FunnelPlotOutlined, NodeIndexOutlined, ProjectOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList, queryFrom } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";
import { prefetchBoard, prefetchOpportunity, RESOURCE } from "./api";

const paramsOf = (request: Request) => new URL(request.url).searchParams;
const group = tk("商机管理");

export default defineFeature({
  name: "sales",
  menu: [
    { key: "opportunities", label: tk("商机"), icon: <ProjectOutlined />, path: "/opportunities", order: 110, group, can: [[RESOURCE, "read"]], phone: 2.2 },
    { key: "sales-analysis", label: tk("销售分析"), icon: <FunnelPlotOutlined />, path: "/sales-analysis", order: 120, group, can: [[RESOURCE, "read"]] },
    { key: "stages", label: tk("商机阶段"), icon: <NodeIndexOutlined />, path: "/admin/stages", order: 945, group: tk("系统管理"), can: [["stages", "create"], ["stages", "update"]] },
  ],
  routes: [
    {
      path: "opportunities",
      loader: ({ request }: { request: Request }) => (prefetchBoard(queryFrom(paramsOf(request))), null),
      lazy: () => import("./pages/BoardPage").then((module) => ({ Component: module.BoardPage })),
    },
    {
      path: "opportunities/list",
      loader: ({ request }: { request: Request }) => (prefetchList(RESOURCE, paramsOf(request)), null),
      lazy: () => import("./pages/ListPage").then((module) => ({ Component: module.ListPage })),
    },
    { path: "sales-analysis", lazy: () => import("./pages/AnalysisPage").then((module) => ({ Component: module.AnalysisPage })) },
    {
      path: "opportunities/:id",
      loader: ({ params }: { params: { id?: string } }) => (prefetchOpportunity(params.id ?? ""), null),
      lazy: () => import("./pages/OpportunityPage").then((module) => ({ Component: module.OpportunityPage })),
    },
    { path: "admin/stages", lazy: () => import("./pages/StagesPage").then((module) => ({ Component: module.StagesPage })) },
  ],
});

import { AlertOutlined, BugOutlined, HeatMapOutlined, ScheduleOutlined, SlidersOutlined } from "@ant-design/icons";
import { metaQuery } from "../../api/meta";
import { queryClient } from "../../api/query";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { rowQuery } from "../../resource/data/row";
import { defineFeature } from "../../resource/feature";

const list = (path: string, resource: string) => ({
  path,
  loader: ({ request }: { request: Request }) => (prefetchList(resource, new URL(request.url).searchParams), null),
  lazy: () => import("./pages/lists").then((module) => ({ Component: module.listPage(resource) })),
});
const group = tk("合同与项目");

function prefetchMeeting(id: string): null {
  void queryClient.prefetchQuery(metaQuery("meetings"));
  void queryClient.prefetchQuery(rowQuery("meetings", id));
  return null;
}

export default defineFeature({
  name: "control",
  menu: [
    { key: "meetings", label: tk("会议"), icon: <ScheduleOutlined />, path: "/meetings", order: 9, can: [["meetings", "read"]] },
    { key: "risk-matrix", label: tk("风险矩阵"), icon: <HeatMapOutlined />, path: "/risk-matrix", order: 223, group, can: [["risks", "read"]] },
    { key: "risks", label: tk("风险"), icon: <AlertOutlined />, path: "/risks", order: 224, group, can: [["risks", "read"]] },
    { key: "issues", label: tk("问题清单"), icon: <BugOutlined />, path: "/issues", order: 225, group, can: [["issues", "read"]] },
    { key: "risk_scales", label: tk("风险等级标准"), icon: <SlidersOutlined />, path: "/risk-scales", order: 236, group, can: [["risk_scales", "update"]] },
  ],
  routes: [
    list("risks", "risks"),
    list("issues", "issues"),
    list("risk-scales", "risk_scales"),
    list("meetings", "meetings"),
    { path: "risk-matrix", lazy: () => import("./pages/MatrixPage").then((module) => ({ Component: module.MatrixPage })) },
    {
      path: "meetings/:id",
      loader: ({ params }: { params: { id?: string } }) => prefetchMeeting(params.id ?? ""),
      lazy: () => import("./pages/MeetingPage").then((module) => ({ Component: module.MeetingPage })),
    },
  ],
});

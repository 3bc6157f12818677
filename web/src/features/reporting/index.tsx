import { FileTextOutlined, SmileOutlined } from "@ant-design/icons";
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

function prefetchReport(id: string): null {
  void queryClient.prefetchQuery(metaQuery("project_reports"));
  void queryClient.prefetchQuery(rowQuery("project_reports", id));
  return null;
}

export default defineFeature({
  name: "reporting",
  menu: [
    { key: "project_reports", label: tk("项目报告"), icon: <FileTextOutlined />, path: "/project-reports", order: 226, group, can: [["project_reports", "read"]] },
    { key: "surveys", label: tk("满意度调查"), icon: <SmileOutlined />, path: "/surveys", order: 227, group, can: [["surveys", "read"]] },
  ],
  routes: [
    list("project-reports", "project_reports"),
    list("surveys", "surveys"),
    {
      path: "project-reports/:id",
      loader: ({ params }: { params: { id?: string } }) => prefetchReport(params.id ?? ""),
      lazy: () => import("./pages/ReportPage").then((module) => ({ Component: module.ReportPage })),
    },
  ],
});

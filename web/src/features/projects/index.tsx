import { AccountBookOutlined, BuildOutlined, CopyOutlined, SafetyOutlined } from "@ant-design/icons";
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

function prefetchProject(id: string): null {
  void queryClient.prefetchQuery(metaQuery("projects"));
  void queryClient.prefetchQuery(rowQuery("projects", id));
  return null;
}

export default defineFeature({
  name: "projects",
  menu: [
    { key: "projects", label: tk("项目"), icon: <BuildOutlined />, path: "/projects", order: 220, group, can: [["projects", "read"]] },
    { key: "project_templates", label: tk("项目模板"), icon: <CopyOutlined />, path: "/project-templates", order: 230, group, can: [["project_templates", "read"]] },
    { key: "cost_items", label: tk("成本科目"), icon: <AccountBookOutlined />, path: "/cost-items", order: 232, group, can: [["cost_items", "update"]] },
    { key: "project_gates", label: tk("阶段条件"), icon: <SafetyOutlined />, path: "/project-gates", order: 234, group, can: [["project_gates", "update"]] },
  ],
  routes: [
    list("projects", "projects"),
    list("project-templates", "project_templates"),
    list("cost-items", "cost_items"),
    list("project-gates", "project_gates"),
    {
      path: "projects/:id",
      loader: ({ params }: { params: { id?: string } }) => prefetchProject(params.id ?? ""),
      lazy: () => import("./pages/ProjectPage").then((module) => ({ Component: module.ProjectPage })),
    },
  ],
});

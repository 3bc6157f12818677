import { DiffOutlined, FormOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";

const group = tk("合同与项目");

export default defineFeature({
  name: "changes",
  menu: [
    { key: "changes", label: tk("项目变更"), icon: <DiffOutlined />, path: "/changes", order: 224, group, can: [["change_requests", "read"]] },
    { key: "site_variations", label: tk("现场签证"), icon: <FormOutlined />, path: "/site-variations", order: 226, group, can: [["variations", "create"]] },
  ],
  routes: [
    {
      path: "changes",
      loader: ({ request }: { request: Request }) => (prefetchList("change_requests", new URL(request.url).searchParams), null),
      lazy: () => import("./pages/lists").then((module) => ({ Component: module.Changes })),
    },
    { path: "changes/:id", lazy: () => import("./pages/ChangePage").then((module) => ({ Component: module.ChangePage })) },
    { path: "site-variations", lazy: () => import("./pages/SheetsPage").then((module) => ({ Component: module.SheetsPage })) },
    { path: "site-variations/new", lazy: () => import("./pages/SheetPage").then((module) => ({ Component: module.NewSheet })) },
    { path: "site-variations/:id", lazy: () => import("./pages/SheetPage").then((module) => ({ Component: module.SheetPage })) },
  ],
});

import { BlockOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";

export default defineFeature({
  name: "bim",
  menu: [{ key: "bim", label: tk("BIM 模型"), icon: <BlockOutlined />, path: "/bim", order: 260, group: tk("合同与项目"), can: [["bim_models", "read"]] }],
  routes: [
    {
      path: "bim",
      loader: ({ request }: { request: Request }) => (prefetchList("bim_models", new URL(request.url).searchParams), null),
      lazy: () => import("./pages/ModelsPage").then((module) => ({ Component: module.ModelsPage })),
    },
    { path: "bim/:id", lazy: () => import("./pages/ModelPage").then((module) => ({ Component: module.ModelPage })) },
  ],
});

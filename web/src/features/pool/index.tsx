import { InboxOutlined, SwapOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";
import { prefetchPool } from "./api";

const paramsOf = (request: Request) => new URL(request.url).searchParams;

export default defineFeature({
  name: "pool",
  menu: [
    { key: "pool", label: tk("公海"), icon: <InboxOutlined />, path: "/pool", order: 15, group: tk("客户管理"), can: [["customers", "claim"]] },
    { key: "pool-rules", label: tk("公海规则"), icon: <SwapOutlined />, path: "/admin/pool-rules", order: 946, group: tk("系统管理"), can: [["pool_rules", "create"], ["pool_rules", "update"]] },
  ],
  routes: [
    {
      path: "pool",
      loader: ({ request }: { request: Request }) => (prefetchPool(paramsOf(request)), null),
      lazy: () => import("./PoolPage").then((module) => ({ Component: module.PoolPage })),
    },
    {
      path: "admin/pool-rules",
      loader: () => (prefetchList("pool_rules", new URLSearchParams()), null),
      lazy: () => import("./RulesPage").then((module) => ({ Component: module.RulesPage })),
    },
  ],
});

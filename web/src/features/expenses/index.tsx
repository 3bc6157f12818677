import { BarChartOutlined, ControlOutlined, WalletOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";
import "./parts/register";

const list = (path: string, resource: string) => ({
  path,
  loader: ({ request }: { request: Request }) => (prefetchList(resource, new URL(request.url).searchParams), null),
  lazy: () => import("./pages/lists").then((module) => ({ Component: module.listPage(resource) })),
});
const group = tk("资金");

export default defineFeature({
  name: "expenses",
  menu: [
    { key: "expenses", label: tk("费用报销"), icon: <WalletOutlined />, path: "/expenses", order: 370, group, can: [["expense_claims", "read"]] },
    { key: "expense_totals", label: tk("费用统计"), icon: <BarChartOutlined />, path: "/expenses/totals", order: 372, group, can: [["expense_claims", "pay"]] },
    { key: "expense_limits", label: tk("费用标准"), icon: <ControlOutlined />, path: "/expense-limits", order: 395, group, can: [["expense_limits", "update"]] },
  ],
  routes: [
    list("expenses", "expense_claims"),
    { path: "expenses/totals", lazy: () => import("./pages/TotalsPage").then((module) => ({ Component: module.TotalsPage })) },
    { path: "expenses/:id", lazy: () => import("./pages/ClaimPage").then((module) => ({ Component: module.ClaimPage })) },
    list("expense-limits", "expense_limits"),
  ],
});

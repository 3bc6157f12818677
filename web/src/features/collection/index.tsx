import { FileDoneOutlined, FieldTimeOutlined, OrderedListOutlined, PhoneOutlined, WalletOutlined } from "@ant-design/icons";
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
const group = tk("资金");

function prefetchCase(id: string): null {
  void queryClient.prefetchQuery(metaQuery("collection_cases"));
  void queryClient.prefetchQuery(rowQuery("collection_cases", id));
  return null;
}

export default defineFeature({
  name: "collection",
  menu: [
    { key: "ageing", label: tk("账龄与资金预测"), icon: <FieldTimeOutlined />, path: "/ageing", order: 400, group, can: [["receivables", "read"]] },
    { key: "my_receivables", label: tk("我的应收"), icon: <WalletOutlined />, path: "/my-receivables", order: 405, group, can: [["receivables", "read"]] },
    { key: "collection", label: tk("催收工单"), icon: <PhoneOutlined />, path: "/collection", order: 410, group, can: [["collection_cases", "read"]] },
    { key: "statements", label: tk("对账单"), icon: <FileDoneOutlined />, path: "/statements", order: 420, group, can: [["statements", "read"]] },
    { key: "dunning_ladders", label: tk("催收阶梯"), icon: <OrderedListOutlined />, path: "/dunning-ladders", order: 430, group, can: [["dunning_ladders", "update"]] },
  ],
  routes: [
    { path: "ageing", lazy: () => import("./pages/AgeingPage").then((module) => ({ Component: module.AgeingPage })) },
    { path: "my-receivables", lazy: () => import("./pages/MinePage").then((module) => ({ Component: module.MinePage })) },
    list("collection", "collection_cases"),
    {
      path: "collection/:id",
      loader: ({ params }: { params: { id?: string } }) => prefetchCase(params.id ?? ""),
      lazy: () => import("./pages/CasePage").then((module) => ({ Component: module.CasePage })),
    },
    list("statements", "statements"),
    list("dunning-ladders", "dunning_ladders"),
  ],
});

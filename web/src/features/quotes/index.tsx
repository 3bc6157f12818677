import { AccountBookOutlined, FileDoneOutlined, TagsOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";
import { prefetchQuotation } from "./api";

const list = (path: string, resource: string) => ({
  path,
  loader: ({ request }: { request: Request }) => (prefetchList(resource, new URL(request.url).searchParams), null),
  lazy: () => import("./pages/lists").then((module) => ({ Component: module.listPage(resource) })),
});
const group = tk("商机管理");

export default defineFeature({
  name: "quotes",
  menu: [
    { key: "quotations", label: tk("报价"), icon: <FileDoneOutlined />, path: "/quotations", order: 130, group, can: [["quotations", "read"]] },
    { key: "tenders", label: tk("招投标"), icon: <AccountBookOutlined />, path: "/tenders", order: 140, group, can: [["tenders", "read"]] },
    { key: "price_lists", label: tk("价格表"), icon: <TagsOutlined />, path: "/price-items", order: 150, group, can: [["price_items", "read"]] },
  ],
  routes: [
    list("quotations", "quotations"),
    list("tenders", "tenders"),
    list("price-items", "price_items"),
    list("price-lists", "price_lists"),
    {
      path: "quotations/:id",
      loader: ({ params }: { params: { id?: string } }) => (prefetchQuotation(params.id ?? ""), null),
      lazy: () => import("./pages/QuotationPage").then((module) => ({ Component: module.QuotationPage })),
    },
  ],
});

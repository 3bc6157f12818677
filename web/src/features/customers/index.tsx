import { AimOutlined, AuditOutlined, BulbOutlined, ContactsOutlined, MessageOutlined, RiseOutlined, TeamOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";
import { prefetchCustomer } from "./api";

const list = (path: string, resource: string) => ({
  path,
  loader: ({ request }: { request: Request }) => {
    prefetchList(resource, new URL(request.url).searchParams);
    return null;
  },
  lazy: () => import("./pages/lists").then((module) => ({ Component: module.listPage(resource) })),
});

const reading = (resource: string): [string, string][] => [[resource, "read"]];
const group = tk("客户管理");

export default defineFeature({
  name: "customers",
  menu: [
    { key: "customers", label: tk("客户"), icon: <TeamOutlined />, path: "/customers", order: 10, group, can: reading("customers"), phone: 2 },
    { key: "contacts", label: tk("联系人"), icon: <ContactsOutlined />, path: "/contacts", order: 20, group, can: reading("contacts") },
    { key: "interactions", label: tk("沟通记录"), icon: <MessageOutlined />, path: "/interactions", order: 30, group, can: reading("interactions"), phone: 3 },
    { key: "feedbacks", label: tk("客户诉求"), icon: <AuditOutlined />, path: "/feedbacks", order: 40, group, can: reading("feedbacks"), phone: 4 },
    { key: "leads", label: tk("线索"), icon: <BulbOutlined />, path: "/leads", order: 50, group, can: reading("leads") },
    { key: "quality", label: tk("客户质量"), icon: <RiseOutlined />, path: "/customer-quality", order: 60, group, can: reading("customers") },
    { key: "completeness-targets", label: tk("完整度目标"), icon: <AimOutlined />, path: "/admin/completeness-targets", order: 956, group: tk("系统管理"), can: [["completeness_targets", "create"], ["completeness_targets", "update"]] },
  ],
  routes: [
    list("customers", "customers"),
    list("contacts", "contacts"),
    list("interactions", "interactions"),
    list("feedbacks", "feedbacks"),
    list("leads", "leads"),
    list("cooperations", "cooperations"),
    list("qualifications", "qualifications"),
    list("addresses", "addresses"),
    list("admin/completeness-targets", "completeness_targets"),
    {
      path: "customers/:id",
      loader: ({ params }: { params: { id?: string } }) => {
        prefetchCustomer(params.id ?? "");
        return null;
      },
      lazy: () => import("./pages/CustomerPage").then((module) => ({ Component: module.CustomerPage })),
    },
    { path: "customers/:id/merge", lazy: () => import("./pages/MergePage").then((module) => ({ Component: module.MergePage })) },
    { path: "customer-quality", lazy: () => import("./pages/QualityPage").then((module) => ({ Component: module.QualityPage })) },
  ],
});

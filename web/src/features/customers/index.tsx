import { lazy } from "react";
import { AuditOutlined, BulbOutlined, ContactsOutlined, MessageOutlined, RiseOutlined, TeamOutlined } from "@ant-design/icons";
import type { Row } from "../../api/types";
import { DateText } from "../../kit/DateText";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";
import { registerResourceUi } from "../../resource/registry";
import { Completeness, ValueClass } from "./parts/cells";
import { CreditCodeHint, NameHint } from "./parts/LookAlikes";

const CustomerForm = lazy(() => import("./parts/CustomerForm").then((module) => ({ default: module.CustomerForm })));

registerResourceUi("customers", {
  listPath: "/customers",
  detailPath: (id) => `/customers/${id}`,
  createForm: CustomerForm,
  formHints: { name: NameHint, credit_code: CreditCodeHint },
  cells: {
    completeness: (row) => <Completeness value={row.completeness as number} />,
    value_class: (row) => <ValueClass value={row.value_class as string} />,
    last_contact_at: (row) => <DateText value={row.last_contact_at as string} />,
  },
  widths: { name: 248, number: 136, region: 80, completeness: 116, value_class: 88, last_contact_at: 112, owner: 96, unit: 128 },
  groups: [
    { label: tk("基本信息"), fields: ["name", "short_name", "number", "kind", "roles", "credit_code", "industry", "region", "city", "source", "intention", "parent", "unit", "owner"] },
    { label: tk("联系方式"), fields: ["phone", "email", "website", "registered_address"] },
    { label: tk("需求与机会"), fields: ["budget", "pain_points", "competitors", "preferences", "tags"] },
    { label: tk("工商与信用"), fields: ["legal_representative", "registered_capital", "established_on", "employees", "annual_revenue", "credit_grade", "business_scope"] },
    { label: tk("其他"), fields: ["former_names", "remark"] },
  ],
  cardLine: (row) => ({ tag: <ValueClass value={row.value_class as string} />, right: <Completeness value={row.completeness as number} /> }),
});

for (const resource of ["contacts", "interactions", "feedbacks", "leads", "cooperations", "addresses"]) registerResourceUi(resource, { listPath: `/${resource}` });
registerResourceUi("interactions", { initial: () => ({ occurred_at: new Date().toISOString(), channel: "phone" }), widths: { content: 280, occurred_at: 150 } });
registerResourceUi("feedbacks", { initial: () => ({ occurred_at: new Date().toISOString() }), widths: { content: 280 } });

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

export type CustomerRow = Row & { name: string };

export default defineFeature({
  name: "customers",
  menu: [
    { key: "customers", label: tk("客户"), icon: <TeamOutlined />, path: "/customers", order: 10, group, can: reading("customers"), phone: 2 },
    { key: "contacts", label: tk("联系人"), icon: <ContactsOutlined />, path: "/contacts", order: 20, group, can: reading("contacts") },
    { key: "interactions", label: tk("沟通记录"), icon: <MessageOutlined />, path: "/interactions", order: 30, group, can: reading("interactions"), phone: 3 },
    { key: "feedbacks", label: tk("客户诉求"), icon: <AuditOutlined />, path: "/feedbacks", order: 40, group, can: reading("feedbacks"), phone: 4 },
    { key: "leads", label: tk("线索"), icon: <BulbOutlined />, path: "/leads", order: 50, group, can: reading("leads") },
    { key: "quality", label: tk("客户质量"), icon: <RiseOutlined />, path: "/customer-quality", order: 60, group, can: reading("customers") },
  ],
  routes: [
    list("customers", "customers"),
    list("contacts", "contacts"),
    list("interactions", "interactions"),
    list("feedbacks", "feedbacks"),
    list("leads", "leads"),
    list("cooperations", "cooperations"),
    list("addresses", "addresses"),
    { path: "customers/:id", lazy: () => import("./pages/CustomerPage").then((module) => ({ Component: module.CustomerPage })) },
    { path: "customers/:id/merge", lazy: () => import("./pages/MergePage").then((module) => ({ Component: module.MergePage })) },
    { path: "customer-quality", lazy: () => import("./pages/QualityPage").then((module) => ({ Component: module.QualityPage })) },
  ],
});

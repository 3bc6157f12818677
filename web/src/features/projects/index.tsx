import { lazy } from "react";
import { BuildOutlined } from "@ant-design/icons";
import type { Ref } from "../../api/types";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";
import { registerResourceUi } from "../../resource/registry";
import { PhaseTag } from "./parts/PhaseTag";

const tab = { key: "projects", label: tk("项目"), order: 18, needs: ["projects", "read"] as [string, string] };

registerResourceUi("projects", {
  listPath: "/projects",
  summary: lazy(() => import("./parts/PhaseBar").then((module) => ({ default: module.PhaseBar }))),
  groups: [
    { label: tk("基本信息"), fields: ["name", "number", "project_type", "phase", "customer", "opportunity", "contract"] },
    { label: tk("地点与工期"), fields: ["region", "city", "address", "starts_on", "ends_on"] },
    { label: tk("归属"), fields: ["unit", "owner", "tags", "remark"] },
  ],
  cells: { phase: (row) => <PhaseTag phase={String(row.phase ?? "")} /> },
  widths: { name: 240, number: 136, customer: 220, project_type: 104, phase: 80, city: 88, owner: 96, unit: 136, starts_on: 112, ends_on: 112 },
  cardLine: (row) => ({ tag: <PhaseTag phase={String(row.phase ?? "")} />, second: (row.customer as Ref | null)?.label, right: String(row.city ?? "") }),
});
registerResourceUi("customers", { tabs: [{ ...tab, component: lazy(() => import("./parts/ProjectsTab").then((module) => ({ default: module.OfCustomer }))) }] });
registerResourceUi("opportunities", { tabs: [{ ...tab, component: lazy(() => import("./parts/ProjectsTab").then((module) => ({ default: module.OfOpportunity }))) }] });
registerResourceUi("contracts", { tabs: [{ ...tab, component: lazy(() => import("./parts/ProjectsTab").then((module) => ({ default: module.OfContract }))) }] });

export default defineFeature({
  name: "projects",
  menu: [{ key: "projects", label: tk("项目"), icon: <BuildOutlined />, path: "/projects", order: 220, group: tk("合同与项目"), can: [["projects", "read"]] }],
  routes: [
    {
      path: "projects",
      loader: ({ request }: { request: Request }) => (prefetchList("projects", new URL(request.url).searchParams), null),
      lazy: () => import("./parts/ProjectsPage"),
    },
  ],
});

import { FileProtectOutlined } from "@ant-design/icons";
import { lazy } from "react";
import type { Ref } from "../../api/types";
import { moneyWithUnit } from "../../kit/format";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";
import { registerResourceUi } from "../../resource/registry";

const tab = { key: "contracts", label: tk("合同"), order: 17, needs: ["contracts", "read"] as [string, string] };

registerResourceUi("contracts", {
  listPath: "/contracts",
  groups: [
    { label: tk("基本信息"), fields: ["name", "number", "kind", "state", "customer", "opportunity"] },
    { label: tk("金额与日期"), fields: ["amount", "tax_rate", "signed_on", "starts_on", "ends_on"] },
    { label: tk("归属"), fields: ["unit", "owner", "remark"] },
  ],
  widths: { name: 260, number: 136, customer: 220, kind: 104, amount: 128, state: 80, signed_on: 112, owner: 96, unit: 136 },
  cardLine: (row) => ({
    second: (row.customer as Ref | null)?.label,
    right: row.amount == null ? String(row.number ?? "") : moneyWithUnit(String(row.amount)),
  }),
});
registerResourceUi("customers", { tabs: [{ ...tab, component: lazy(() => import("./ContractsTab").then((module) => ({ default: module.OfCustomer }))) }] });
registerResourceUi("opportunities", { tabs: [{ ...tab, component: lazy(() => import("./ContractsTab").then((module) => ({ default: module.OfOpportunity }))) }] });

export default defineFeature({
  name: "contracts",
  menu: [{ key: "contracts", label: tk("合同"), icon: <FileProtectOutlined />, path: "/contracts", order: 210, group: tk("合同与项目"), can: [["contracts", "read"]] }],
  routes: [
    {
      path: "contracts",
      loader: ({ request }: { request: Request }) => (prefetchList("contracts", new URL(request.url).searchParams), null),
      lazy: () => import("./ContractsPage"),
    },
  ],
});

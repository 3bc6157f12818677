import { AuditOutlined, PartitionOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { defineFeature } from "../../resource/feature";
import { TodoCount } from "./parts/TodoCount";

export default defineFeature({
  name: "approvals",
  menu: [
    { key: "approvals", label: tk("审批"), icon: <AuditOutlined />, path: "/approvals", order: 4.5, phone: 2.3, badge: TodoCount, can: [["approvals", "read"]] },
    { key: "approval_flows", label: tk("审批流程"), icon: <PartitionOutlined />, path: "/admin/approval-flows", order: 942, group: tk("系统管理"), can: [["approval_flows", "read"]] },
  ],
  routes: [
    { path: "approvals", lazy: () => import("./pages/CentrePage") },
    { path: "approvals/:id", lazy: () => import("./pages/ApprovalPage") },
    { path: "admin/approval-flows", lazy: () => import("./pages/FlowsPage") },
    { path: "admin/approval-flows/:id", lazy: () => import("./pages/FlowPage") },
  ],
});

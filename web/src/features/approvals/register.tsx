import { registerResourceUi } from "../../resource/registry";

registerResourceUi("approvals", { listPath: "/approvals", detailPath: (id) => `/approvals/${id}` });
registerResourceUi("approval_flows", { listPath: "/admin/approval-flows", detailPath: (id) => `/admin/approval-flows/${id}` });

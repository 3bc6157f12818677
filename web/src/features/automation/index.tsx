import { CheckSquareOutlined, MailOutlined, ThunderboltOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { defineFeature } from "../../resource/feature";

export default defineFeature({
  name: "automation",
  menu: [
    { key: "todos", label: tk("待办"), icon: <CheckSquareOutlined />, path: "/todos", order: 4, phone: 1.5, can: [["todos", "read"]] },
    { key: "automation", label: tk("自动化"), icon: <ThunderboltOutlined />, path: "/admin/automation", order: 945, group: tk("系统管理"), can: [["automation_rules", "read"]] },
    { key: "letters", label: tk("信函"), icon: <MailOutlined />, path: "/letters", order: 65, group: tk("客户管理"), can: [["letters", "read"]] },
  ],
  routes: [
    { path: "todos", lazy: () => import("./pages/TodosPage") },
    { path: "admin/automation", lazy: () => import("./pages/AutomationPage") },
    { path: "admin/automation/:id", lazy: () => import("./pages/RulePage") },
    { path: "admin/letter-templates", lazy: () => import("./pages/ListPages").then((module) => module.Templates) },
    { path: "admin/opt-outs", lazy: () => import("./pages/ListPages").then((module) => module.OptOuts) },
    { path: "admin/webhooks", lazy: () => import("./pages/ListPages").then((module) => module.Webhooks) },
    { path: "letters", lazy: () => import("./pages/ListPages").then((module) => module.Letters) },
  ],
});

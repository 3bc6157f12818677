import { ImportOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { defineFeature } from "../../resource/feature";
import { IMPORTABLE } from "./importable";

export default defineFeature({
  name: "imports",
  menu: [{
    key: "imports", label: tk("数据导入"), icon: <ImportOutlined />, path: "/imports", order: 70, group: tk("客户管理"),
    can: IMPORTABLE.map((resource): [string, string] => [resource, "import"]),
  }],
  routes: [
    { path: "imports", lazy: () => import("./pages/ImportsPage").then((module) => ({ Component: module.ImportsPage })) },
    { path: "imports/new", lazy: () => import("./pages/UploadPage").then((module) => ({ Component: module.UploadPage })) },
    { path: "imports/:id", lazy: () => import("./pages/WizardPage").then((module) => ({ Component: module.WizardPage })) },
  ],
});

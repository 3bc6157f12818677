import { IdcardOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { defineFeature } from "../../resource/feature";

export default defineFeature({
  name: "signin",
  menu: [{ key: "sign-in", label: tk("登录方式"), icon: <IdcardOutlined />, path: "/admin/sign-in", order: 935, group: tk("系统管理"), can: [["sign_in_providers", "read"]] }],
  routes: [{ path: "admin/sign-in", lazy: () => import("./SignInPage") }],
});

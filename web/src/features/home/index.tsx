import { HomeOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { defineFeature } from "../../resource/feature";
import { prefetchWorkbench } from "./api";

export default defineFeature({
  name: "home",
  menu: [{ key: "home", label: tk("工作台"), icon: <HomeOutlined />, path: "/", order: 0, phone: 1 }],
  routes: [{
    index: true,
    loader: () => {
      prefetchWorkbench();
      return null;
    },
    lazy: () => import("./HomePage").then((module) => ({ Component: module.HomePage })),
  }],
});

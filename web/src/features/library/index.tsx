import { ContainerOutlined, FileSearchOutlined, FolderOpenOutlined, PartitionOutlined, SendOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";

const list = (path: string, resource: string) => ({
  path,
  loader: ({ request }: { request: Request }) => (prefetchList(resource, new URL(request.url).searchParams), null),
  lazy: () => import("./pages/lists").then((module) => ({ Component: module.listPage(resource) })),
});
const group = tk("资料");

export default defineFeature({
  name: "library",
  menu: [
    { key: "library", label: tk("资料中心"), icon: <FolderOpenOutlined />, path: "/library", order: 290, group, can: [["documents", "read"]] },
    { key: "drawings", label: tk("图纸目录"), icon: <FileSearchOutlined />, path: "/drawings", order: 292, group, can: [["documents", "read"]] },
    { key: "transmittals", label: tk("收发文登记"), icon: <SendOutlined />, path: "/transmittals", order: 294, group, can: [["transmittals", "read"]] },
    { key: "document-list", label: tk("资料台账"), icon: <ContainerOutlined />, path: "/documents", order: 296, group, can: [["documents", "read"]] },
    { key: "folder-templates", label: tk("文件夹模板"), icon: <PartitionOutlined />, path: "/folder-templates", order: 298, group, can: [["folder_templates", "update"]] },
  ],
  routes: [
    { path: "library", lazy: () => import("./pages/LibraryPage").then((module) => ({ Component: module.LibraryPage })) },
    { path: "drawings", lazy: () => import("./pages/DrawingsPage").then((module) => ({ Component: module.DrawingsPage })) },
    { path: "share-links", lazy: () => import("./pages/LinksPage").then((module) => ({ Component: module.LinksPage })) },
    { path: "documents/:id", lazy: () => import("./pages/DocumentPage").then((module) => ({ Component: module.DocumentPage })) },
    { path: "transmittals/:id", lazy: () => import("./pages/TransmittalPage").then((module) => ({ Component: module.TransmittalPage })) },
    list("documents", "documents"),
    list("transmittals", "transmittals"),
    list("folder-templates", "folder_templates"),
  ],
});

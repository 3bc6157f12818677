import { AuditOutlined, FileProtectOutlined, KeyOutlined, ReadOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import { metaQuery } from "../../api/meta";
import { queryClient } from "../../api/query";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { rowQuery } from "../../resource/data/row";
import { defineFeature } from "../../resource/feature";

const list = (path: string, resource: string) => ({
  path,
  loader: ({ request }: { request: Request }) => (prefetchList(resource, new URL(request.url).searchParams), null),
  lazy: () => import("./pages/lists").then((module) => ({ Component: module.listPage(resource) })),
});
const group = tk("合同与项目");

function prefetchContract(id: string): null {
  void queryClient.prefetchQuery(metaQuery("contracts"));
  void queryClient.prefetchQuery(rowQuery("contracts", id));
  return null;
}

export default defineFeature({
  name: "contracts",
  menu: [
    { key: "contracts", label: tk("合同"), icon: <FileProtectOutlined />, path: "/contracts", order: 210, group, can: [["contracts", "read"]] },
    { key: "variations", label: tk("变更签证"), icon: <AuditOutlined />, path: "/variations", order: 212, group, can: [["variations", "read"]] },
    { key: "bonds", label: tk("保函保证金"), icon: <SafetyCertificateOutlined />, path: "/bonds", order: 214, group, can: [["bonds", "read"]] },
    { key: "signing_certificates", label: tk("签名证书"), icon: <KeyOutlined />, path: "/signing-certificates", order: 219, group, can: [["signing_certificates", "manage"]] },
    { key: "clause_templates", label: tk("条款模板"), icon: <ReadOutlined />, path: "/clause-templates", order: 218, group, can: [["clause_templates", "update"]] },
  ],
  routes: [
    list("contracts", "contracts"),
    list("variations", "variations"),
    list("bonds", "bonds"),
    list("clause-templates", "clause_templates"),
    { path: "signing-certificates", lazy: () => import("./pages/CertificatesPage").then((module) => ({ Component: module.CertificatesPage })) },
    {
      path: "contracts/:id",
      loader: ({ params }: { params: { id?: string } }) => prefetchContract(params.id ?? ""),
      lazy: () => import("./pages/ContractPage").then((module) => ({ Component: module.ContractPage })),
    },
  ],
});

import { Suspense, lazy, useState } from "react";
import { Button, Dropdown } from "antd";
import { MoreOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../../../api/client";
import { useCan } from "../../../../api/me";
import type { Row } from "../../../../api/types";
import { useConfirm, useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { refreshLibrary } from "../../api";
import type { Folder } from "../../model/types";
import { NameDialog } from "../NameDialog";
import { useZip } from "../useZip";

const AccessDialog = lazy(() => import("../AccessDialog").then((module) => ({ default: module.AccessDialog })));
const TemplateDialog = lazy(() => import("../TemplateDialog").then((module) => ({ default: module.TemplateDialog })));
const ShareDialog = lazy(() => import("../links/ShareDialog").then((module) => ({ default: module.ShareDialog })));
const BinDrawer = lazy(() => import("../BinDrawer").then((module) => ({ default: module.BinDrawer })));

type Asked = "name" | "access" | "template" | "share" | "bin";

/** What can be done with the folder that is shown. */
export function FolderMenu({ folder, onGone }: { folder: Folder; onGone: () => void }) {
  const { t } = useT();
  const can = useCan();
  const client = useQueryClient();
  const notify = useNotify();
  const confirm = useConfirm();
  const zip = useZip();
  const [asked, setAsked] = useState<Asked | null>(null);
  const write = folder.can.includes("write");
  const manage = folder.can.includes("manage");
  const inside = folder.parent !== null;
  const rename = async (name: string) => {
    const row = await api.get<Row>(`/r/folders/${folder.id}`);
    await api.patch(`/r/folders/${folder.id}`, { version: row.version, name });
    refreshLibrary(client);
  };
  const remove = async () => {
    if (!(await confirm({ title: t("删除文件夹“{{name}}”？", { name: folder.name }), text: t("只能删除空文件夹。"), ok: t("删除"), danger: true }))) return;
    try {
      const row = await api.get<Row>(`/r/folders/${folder.id}`);
      await api.post(`/r/folders/${folder.id}/archive`, { version: row.version });
      onGone();
      refreshLibrary(client);
    } catch (error) {
      notify.fail(error);
    }
  };
  const items = [
    { key: "zip", label: t("打包下载") },
    ...(can("documents", "share") ? [{ key: "share", label: t("外链分享") }] : []),
    ...(manage ? [{ key: "access", label: t("文件夹权限") }] : []),
    ...(write ? [{ key: "template", label: t("套用文件夹模板") }, { key: "bin", label: t("回收站") }] : []),
    ...(write && inside ? [{ type: "divider" as const, key: "-" }, { key: "name", label: t("重命名") }, { key: "remove", label: t("删除文件夹"), danger: true }] : []),
  ];
  const pick = (key: string) => (key === "zip" ? void zip({ folders: [folder.id] }) : key === "remove" ? void remove() : setAsked(key as Asked));
  const close = () => setAsked(null);
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => pick(key) }}><Button icon={<MoreOutlined />} aria-label={t("文件夹操作")} /></Dropdown>
      {asked === "name" && <NameDialog title={t("重命名")} initial={folder.name} onSave={rename} onClose={close} />}
      <Suspense fallback={null}>
        {asked === "access" && <AccessDialog folder={folder} onClose={close} />}
        {asked === "template" && <TemplateDialog folder={folder.id} onClose={close} />}
        {asked === "share" && <ShareDialog what={{ folder: folder.id }} title={folder.name} onClose={close} />}
        {asked === "bin" && <BinDrawer folder={folder} onClose={close} />}
      </Suspense>
    </>
  );
}

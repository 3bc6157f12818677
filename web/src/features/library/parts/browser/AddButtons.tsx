import { useRef, useState } from "react";
import { Button, Dropdown } from "antd";
import { CameraOutlined, DownOutlined, FolderAddOutlined, UploadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../../../api/client";
import { uuid7 } from "../../../../api/uuid";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { useT } from "../../../../i18n";
import { refreshLibrary } from "../../api";
import { foundInInput } from "../../model/dropped";
import { NameDialog } from "../NameDialog";
import { useSendFiles } from "./hand";

/** Brings files, a whole folder or a photo into a folder, or makes a folder in it. */
export function AddButtons({ folder }: { folder: string }) {
  const { t } = useT();
  const phone = useIsPhone();
  const client = useQueryClient();
  const send = useSendFiles();
  const [naming, setNaming] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const tree = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const taken = (event: React.ChangeEvent<HTMLInputElement>) => {
    send(folder, foundInInput(event.target.files ?? []));
    event.target.value = "";
  };
  const make = async (name: string) => {
    await api.post("/r/folders", { id: uuid7(), name, parent: folder });
    refreshLibrary(client);
  };
  return (
    <>
      {phone
        ? <Button icon={<CameraOutlined />} onClick={() => camera.current?.click()}>{t("拍照")}</Button>
        : <Button icon={<FolderAddOutlined />} onClick={() => setNaming(true)}>{t("新建文件夹")}</Button>}
      <Dropdown trigger={["click"]} menu={{
        items: [{ key: "files", label: t("上传文件") }, ...(phone ? [{ key: "folder", label: t("新建文件夹") }] : [{ key: "tree", label: t("上传文件夹") }])],
        onClick: ({ key }) => (key === "files" ? files.current?.click() : key === "tree" ? tree.current?.click() : setNaming(true)),
      }}>
        <Button type="primary" icon={<UploadOutlined />}>{t("上传")} <DownOutlined aria-hidden /></Button>
      </Dropdown>
      <input ref={files} type="file" multiple hidden aria-label={t("上传文件")} onChange={taken} />
      <input ref={tree} type="file" hidden aria-label={t("上传文件夹")} onChange={taken} {...{ webkitdirectory: "" }} />
      <input ref={camera} type="file" accept="image/*" capture="environment" hidden aria-label={t("拍照")} onChange={taken} />
      {naming && <NameDialog title={t("新建文件夹")} initial="" onSave={make} onClose={() => setNaming(false)} />}
    </>
  );
}

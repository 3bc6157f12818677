import { Suspense, lazy, useState } from "react";
import { Button, Dropdown } from "antd";
import { FolderOpenOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { useDo } from "../../../../resource/data/row";
import { pathQuery, refreshLibrary } from "../../api";
import type { Doc } from "../../model/types";

const FolderPicker = lazy(() => import("../FolderPicker").then((module) => ({ default: module.FolderPicker })));

/** Where the document lies: goes there, moves it, or makes a copy elsewhere. */
export function PlaceButton({ doc }: { doc: Doc }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const navigate = useNavigate();
  const run = useDo("documents");
  const [asked, setAsked] = useState<"move" | "copy_to" | null>(null);
  const path = useQuery(pathQuery(doc.folder?.id ?? ""));
  const can = (name: string) => doc._can?.includes(name) ?? false;
  const items = [
    ...(doc.folder ? [{ key: "go", label: t("打开所在文件夹") }] : []),
    ...(can("move") ? [{ key: "move", label: t("移动到") }] : []),
    ...(can("copy_to") ? [{ key: "copy_to", label: t("复制到") }] : []),
  ];
  const put = async (folder: string) => {
    try {
      await run.mutateAsync({ row: doc, verb: asked!, inputs: { folder } });
      refreshLibrary(client);
      notify.ok(asked === "move" ? t("已移动") : t("已复制"));
    } catch (error) {
      notify.fail(error);
    }
  };
  if (!items.length) return null;
  return (
    <>
      <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => (key === "go" ? void navigate(`/library?folder=${doc.folder!.id}`) : setAsked(key as "move")) }}>
        <Button icon={<FolderOpenOutlined />} aria-label={t("位置")} title={t("位置")} />
      </Dropdown>
      <Suspense fallback={null}>{asked && <FolderPicker root={path.data?.[0]?.id ?? null} title={asked === "move" ? t("移动到") : t("复制到")} onPick={put} onClose={() => setAsked(null)} />}</Suspense>
    </>
  );
}

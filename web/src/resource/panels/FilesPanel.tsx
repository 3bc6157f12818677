import { useRef, useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Progress } from "antd";
import { CloudUploadOutlined } from "@ant-design/icons";
import { api } from "../../api/client";
import { upload } from "../../api/upload";
import type { StoredFile } from "../../api/types";
import { uuid7 } from "../../api/uuid";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { LinesSkeleton } from "../../kit/Skeletons";
import { useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import type { RecordProps } from "../registry";
import { FileLine } from "./FileLine";
import { FilePreview } from "./FilePreview";

interface Sending {
  key: string;
  name: string;
  part: number;
}

/** Files of a record: sent with progress, kept in versions, looked at without downloading. */
export function FilesPanel({ resource, row }: RecordProps) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const path = `/r/${resource}/${row.id}/files`;
  const key = ["files", resource, row.id];
  const list = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<StoredFile[]>(path, undefined, signal) });
  const [sending, setSending] = useState<Sending[]>([]);
  const [shown, setShown] = useState<StoredFile | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: key });
  const canEdit = row._can?.includes("attach") ?? false;

  const send = async (files: File[], replaces?: string) => {
    for (const file of files) {
      const one = { key: uuid7(), name: file.name, part: 0 };
      setSending((old) => [...old, one]);
      try {
        await upload(path, file, replaces ? { replaces } : {}, (part) => setSending((old) => old.map((s) => (s.key === one.key ? { ...s, part } : s))));
      } catch (error) {
        notify.fail(error);
      }
      setSending((old) => old.filter((s) => s.key !== one.key));
    }
    await refresh();
  };

  return (
    <div className="drawer-pad col">
      {canEdit && <Drop onFiles={(files) => void send(files)} />}
      {sending.map((one) => (
        <div key={one.key} className="row"><span className="ellipsis" style={{ width: 220 }}>{one.name}</span><Progress percent={Math.round(one.part * 100)} size="small" style={{ flex: 1 }} /></div>
      ))}
      {list.isPending && <LinesSkeleton />}
      {list.isError && <ErrorBox error={list.error} title={t("附件没有加载成功")} onRetry={() => void list.refetch()} />}
      {list.isSuccess && !list.data.length && !sending.length && <Empty text={canEdit ? t("还没有附件。把文件拖到上面，或点击选择。") : t("还没有附件。")} />}
      <div>
        {list.data?.map((file) => (
          <FileLine key={file.id} file={file} path={path} canEdit={canEdit} onShow={() => setShown(file)} onReplace={(next) => void send([next], file.id)} onRemoved={() => void refresh()} />
        ))}
      </div>
      {shown && <FilePreview file={shown} onClose={() => setShown(null)} />}
    </div>
  );
}

function Drop({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useT();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <>
      <button type="button" className={over ? "drop over" : "drop"} onClick={() => input.current?.click()}
        onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); onFiles([...event.dataTransfer.files]); }}>
        <CloudUploadOutlined style={{ fontSize: 20 }} /> {t("拖文件到这里，或点击选择")}
      </button>
      <input ref={input} type="file" multiple hidden aria-label={t("选择文件")} onChange={(event) => { onFiles([...(event.target.files ?? [])]); event.target.value = ""; }} />
    </>
  );
}

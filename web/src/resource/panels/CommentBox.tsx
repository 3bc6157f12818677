import { useMemo, useRef, useState } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Mentions } from "antd";
import { CloseOutlined, FileOutlined, PictureOutlined, SendOutlined } from "@ant-design/icons";
import { api } from "../../api/client";
import type { Comment, OptionItem, Ref } from "../../api/types";
import { uuid7 } from "../../api/uuid";
import { useNotify } from "../../kit/notify";
import { useDebounced } from "../../kit/useDebounced";
import { useT } from "../../i18n";
import type { Picked, Written } from "./comments";

const MOST_FILES = 9;

interface Props {
  start?: Comment;
  busy: boolean;
  /** False: it did not get through, and what was written stays. */
  onSend: (written: Written) => Promise<boolean> | boolean;
  onCancel?: () => void;
  /** One line with its buttons beside it, as in a conversation. */
  chat?: boolean;
}

/** A text with @people and pictures; Ctrl/⌘ + Enter sends. */
export function CommentBox({ start, busy, onSend, onCancel, chat }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const [text, setText] = useState(start?.body ?? "");
  const [people, setPeople] = useState<Ref[]>(start?.mentions ?? []);
  const [files, setFiles] = useState<Picked[]>([]);
  const [search, setSearch] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const q = useDebounced(search ?? "", 150);
  const found = useQuery({
    queryKey: ["options", "users", q],
    queryFn: ({ signal }) => api.get<OptionItem[]>("/r/users/options", { q, limit: 10 }, signal),
    enabled: search !== null,
    placeholderData: keepPreviousData,
  });
  const body = text.trim();
  const empty = !body && !files.length && !start?.files?.length;
  const call = (name: string) => {
    const person = found.data?.find((one) => one.label === name);
    if (person) setPeople((old) => [...old, { id: person.id, label: person.label }]);
  };
  const add = (more: File[]) => {
    if (files.length + more.length > MOST_FILES) notify.info(t("一条评论最多带 {{n}} 个文件", { n: MOST_FILES }));
    setFiles((old) => [...old, ...more.map((file) => ({ id: uuid7(), file }))].slice(0, MOST_FILES));
  };
  const send = async () => {
    if (empty || busy) return;
    const called = people.filter((person) => body.includes(`@${person.label}`)).map((person) => person.id);
    if (await onSend({ body, mentions: [...new Set(called)], files })) {
      setText("");
      setPeople([]);
      setFiles([]);
    }
  };
  const attach = !start && (
    <>
      <Button size={chat ? "middle" : "small"} type="text" icon={<PictureOutlined />} onClick={() => input.current?.click()} aria-label={t("添加图片或文件")} title={t("添加图片或文件")} />
      <input ref={input} type="file" multiple hidden aria-label={t("选择文件")} onChange={(event) => { add([...(event.target.files ?? [])]); event.target.value = ""; }} />
    </>
  );
  const words = (
    <Mentions value={text} onChange={setText} onSearch={setSearch} loading={found.isFetching} autoSize={{ minRows: chat ? 1 : 2, maxRows: 8 }} aria-label={t("写留言")}
      placeholder={chat ? t("发消息，输入 @ 提醒同事") : t("写留言，输入 @ 提醒同事")} notFoundContent={found.isFetching ? t("正在查找…") : t("没有匹配的同事")} filterOption={false}
      {...(chat && { placement: "top" as const })} onSelect={(option) => call(String(option.value))}
      onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send(); }}
      onPaste={(event) => { const pasted = [...event.clipboardData.files]; if (pasted.length && !start) { event.preventDefault(); add(pasted); } }}
      options={(found.data ?? []).map((person) => ({ key: person.id, value: person.label, label: person.hint ? `${person.label} · ${person.hint}` : person.label }))} />
  );
  const waiting = files.length > 0 && <div className="comment-files">{files.map((one) => <Waiting key={one.id} file={one.file} onRemove={() => setFiles((old) => old.filter((other) => other.id !== one.id))} />)}</div>;
  if (chat) {
    return (
      <>
        {waiting}
        <div className="chat-box">
          {attach}
          <div className="grow">{words}</div>
          <Button type="primary" icon={<SendOutlined />} loading={busy} disabled={empty} onClick={() => void send()} aria-label={t("发送")} title={t("发送（Ctrl + Enter）")} />
        </div>
      </>
    );
  }
  return (
    <>
      {words}
      {waiting}
      {(!start || body) && (
        <div className="row between">
          <span>{attach}</span>
          <span className="row">
            {onCancel && <Button size="small" onClick={onCancel}>{t("取消")}</Button>}
            {(!empty || start) && <Button size="small" type="primary" loading={busy} disabled={empty} onClick={() => void send()}>{start ? t("保存") : t("发布")}</Button>}
          </span>
        </div>
      )}
    </>
  );
}

/** A picture that is about to be sent, as the camera took it. */
function Waiting({ file, onRemove }: { file: File; onRemove: () => void }) {
  const { t } = useT();
  const url = useMemo(() => (file.type.startsWith("image/") && typeof URL.createObjectURL === "function" ? URL.createObjectURL(file) : null), [file]);
  return (
    <span className="comment-waiting">
      {url ? <span className="comment-photo"><img src={url} alt={file.name} onLoad={() => URL.revokeObjectURL(url)} /></span> : <span className="comment-file"><FileOutlined aria-hidden /><span className="ellipsis">{file.name}</span></span>}
      <button type="button" className="plain comment-remove" onClick={onRemove} aria-label={t("去掉 {{name}}", { name: file.name })}><CloseOutlined aria-hidden /></button>
    </span>
  );
}

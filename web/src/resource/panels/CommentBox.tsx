import { useState } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Mentions } from "antd";
import { api } from "../../api/client";
import type { Comment, OptionItem, Ref } from "../../api/types";
import { useDebounced } from "../../kit/useDebounced";
import { useT } from "../../i18n";

export interface Written {
  body: string;
  /** Ids of the people called with @. */
  mentions: string[];
}

interface Props {
  start?: Comment;
  busy: boolean;
  onSend: (written: Written) => Promise<boolean>;
  onCancel?: () => void;
}

/** A text with @people; Ctrl/⌘ + Enter sends. */
export function CommentBox({ start, busy, onSend, onCancel }: Props) {
  const { t } = useT();
  const [text, setText] = useState(start?.body ?? "");
  const [people, setPeople] = useState<Ref[]>(start?.mentions ?? []);
  const [search, setSearch] = useState<string | null>(null);
  const q = useDebounced(search ?? "", 150);
  const found = useQuery({
    queryKey: ["options", "users", q],
    queryFn: ({ signal }) => api.get<OptionItem[]>("/r/users/options", { q, limit: 10 }, signal),
    enabled: search !== null,
    placeholderData: keepPreviousData,
  });
  const body = text.trim();
  const call = (name: string) => {
    const person = found.data?.find((one) => one.label === name);
    if (person) setPeople((old) => [...old, { id: person.id, label: person.label }]);
  };
  const send = async () => {
    if (!body || busy) return;
    const called = people.filter((person) => body.includes(`@${person.label}`)).map((person) => person.id);
    if (await onSend({ body, mentions: [...new Set(called)] })) {
      setText("");
      setPeople([]);
    }
  };
  return (
    <>
      <Mentions value={text} onChange={setText} onSearch={setSearch} loading={found.isFetching} autoSize={{ minRows: 2, maxRows: 8 }} aria-label={t("写留言")}
        placeholder={t("写留言，输入 @ 提醒同事")} notFoundContent={found.isFetching ? t("正在查找…") : t("没有匹配的同事")} filterOption={false}
        onSelect={(option) => call(String(option.value))}
        onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send(); }}
        options={(found.data ?? []).map((person) => ({ key: person.id, value: person.label, label: person.hint ? `${person.label} · ${person.hint}` : person.label }))} />
      {(body || start) && (
        <div className="row end">
          {onCancel && <Button size="small" onClick={onCancel}>{t("取消")}</Button>}
          <Button size="small" type="primary" loading={busy} disabled={!body} onClick={() => void send()}>{start ? t("保存") : t("发布")}</Button>
        </div>
      )}
    </>
  );
}

import { useState, type ReactNode } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { api } from "../../api/client";
import { StatusTag } from "../../kit/StatusTag";
import { useDebounced } from "../../kit/useDebounced";
import { useT } from "../../i18n";

interface Props {
  id?: string;
  /** The resource whose tags are offered. */
  resource: string;
  value: string[];
  onChange: (value: string[]) => void;
  disabled?: boolean;
  autoFocus?: boolean;
  "aria-label"?: string;
}

/** Tags by name: known ones are offered, new ones are made by typing. */
export function TagsField({ id, resource, value, onChange, ...rest }: Props) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const q = useDebounced(text, 200);
  const known = useQuery({ queryKey: ["tags", "known", resource, q], queryFn: ({ signal }) => api.get<KnownTag[]>(`/r/${resource}/tags`, { q }, signal), enabled: open, placeholderData: keepPreviousData, staleTime: 60_000, retry: false });
  return (
    <Select {...rest} id={id} mode="tags" value={value} onChange={(next: string[]) => onChange(next.map((tag) => tag.trim()).filter(Boolean))}
      onOpenChange={setOpen} options={(known.data ?? []).map((tag) => ({ value: tag.name, label: tag.name, color: tag.color }))} optionRender={drawTag} showSearch={{ filterOption: false, onSearch: setText }} placeholder={t("输入后按回车添加")}
      style={{ width: "100%" }} tokenSeparators={[",", "，", "、", ";", "；"]} />
  );
}

interface KnownTag {
  name: string;
  color: string;
}

function drawTag({ label, data }: { label?: ReactNode; data: { color?: string } }) {
  return <StatusTag color={data.color}>{label}</StatusTag>;
}

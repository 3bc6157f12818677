import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { api } from "../../api/client";
import { isApiError } from "../../api/errors";
import { useT } from "../../i18n";

interface Props {
  id?: string;
  value: string[];
  onChange: (value: string[]) => void;
  disabled?: boolean;
  autoFocus?: boolean;
  "aria-label"?: string;
}

/** Tags by name: known ones are offered, new ones are made by typing. */
export function TagsField({ id, value, onChange, ...rest }: Props) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const known = useQuery({ queryKey: ["tags", "known"], queryFn: knownTags, enabled: open, staleTime: 60_000 });
  return (
    <Select {...rest} id={id} mode="tags" value={value} onChange={(next: string[]) => onChange(next.map((tag) => tag.trim()).filter(Boolean))}
      onOpenChange={setOpen} options={(known.data ?? []).map((tag) => ({ value: tag, label: tag }))} placeholder={t("输入后按回车添加")}
      style={{ width: "100%" }} tokenSeparators={[",", "，", "、", ";", "；"]} />
  );
}

/** The tags in use. People without a right to the tag list still add tags by typing. */
async function knownTags(): Promise<string[]> {
  try {
    const found = await api.get<{ label: string }[]>("/r/tags/options", { limit: 50 });
    return found.map((tag) => tag.label);
  } catch (error) {
    if (isApiError(error) && (error.status === 404 || error.status === 403)) return [];
    throw error;
  }
}

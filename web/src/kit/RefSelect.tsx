import { useState, type ReactNode } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { api } from "../api/client";
import type { OptionItem, Ref } from "../api/types";
import { useT } from "../i18n";
import { builtIn } from "./builtIn";
import { useDebounced } from "./useDebounced";

interface Common {
  resource: string;
  id?: string;
  placeholder?: string;
  disabled?: boolean;
  allowClear?: boolean;
  autoFocus?: boolean;
  status?: "error";
  style?: React.CSSProperties;
  size?: "small" | "medium";
  /** Labels that the caller already knows, so that the chosen value never shows as a bare id. */
  known?: Ref[];
  variant?: "outlined" | "borderless" | "filled";
  "aria-label"?: string;
  "aria-describedby"?: string;
}

type Props = Common &
  (
    | { multiple?: false; value: string | null; onChange: (value: string | null, item: Ref | null) => void }
    | { multiple: true; value: string[]; onChange: (value: string[], items: Ref[]) => void }
  );

/** Searches a resource's options on the server while one types (Chinese, pinyin initials, numbers); full keyboard use. */
export function RefSelect(props: Props) {
  const { resource, known = [], multiple, ...rest } = props;
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const q = useDebounced(text, 200);
  const chosen = multiple ? props.value : props.value ? [props.value] : [];

  const found = useQuery({
    queryKey: ["options", resource, q],
    queryFn: ({ signal }) => api.get<OptionItem[]>(`/r/${resource}/options`, { q, limit: 30 }, signal),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  const items = found.data ?? [];
  const unknown = chosen.filter((id) => !known.some((k) => k.id === id) && !items.some((i) => i.id === id) && !id.startsWith("$"));
  const labels = useQuery({
    queryKey: ["options", resource, "ids", unknown.join(",")],
    queryFn: () => api.get<OptionItem[]>(`/r/${resource}/options`, { ids: unknown.join(",") }),
    enabled: unknown.length > 0,
    staleTime: Infinity,
  });

  const byId = new Map<string, OptionItem>();
  for (const item of [...known, ...(labels.data ?? []), ...items]) byId.set(item.id, item);
  const shown = [...byId.values()].filter((item) => items.some((i) => i.id === item.id) || chosen.includes(item.id));
  const options = shown.map((item) => ({ value: item.id, label: builtIn(resource, item.label), hint: item.hint }));
  const pick = (value: string | string[] | null | undefined) => {
    setText("");
    if (multiple) props.onChange((value as string[]) ?? [], ((value as string[]) ?? []).map((id) => byId.get(id) ?? { id, label: id }));
    else props.onChange((value as string | undefined) ?? null, value ? (byId.get(value as string) ?? null) : null);
  };

  return (
    <Select
      {...rest}
      {...(multiple ? { mode: "multiple" as const, maxTagCount: "responsive" as const } : {})}
      value={multiple ? props.value : (props.value ?? undefined)}
      onChange={pick}
      showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
      onOpenChange={setOpen}
      loading={found.isFetching || labels.isLoading}
      options={options}
      placeholder={props.placeholder ?? t("请选择")}
      notFoundContent={<NotFound busy={found.isFetching} failed={found.isError} />}
      optionRender={drawOption}
      popupMatchSelectWidth={false}
      style={{ width: "100%", ...props.style }}
    />
  );
}

function drawOption({ label, data }: { label?: ReactNode; data: { hint?: string } }) {
  return (
    <div className="row between">
      <span className="ellipsis">{label}</span>
      {data.hint && <span className="muted small ellipsis">{data.hint}</span>}
    </div>
  );
}

function NotFound({ busy, failed }: { busy: boolean; failed: boolean }) {
  const { t } = useT();
  const text = busy ? t("正在查找…") : failed ? t("没有查到，请检查网络后再试") : t("没有匹配的记录，换个词试试");
  return <div className="muted" style={{ padding: "6px 4px" }}>{text}</div>;
}

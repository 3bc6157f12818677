import { useRef } from "react";
import { Button, Dropdown, Input } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { useT } from "../../../../i18n";
import type { Choice } from "../../builder";

interface Props {
  id: string;
  value: string;
  places: Choice[];
  onChange: (value: string) => void;
  rows?: number;
  placeholder?: string;
  invalid?: boolean;
  /** Days since or until a date can be named as well; letters know only the values. */
  days?: boolean;
}

/** A text with places for the record's fields: `{name}` is put in where the cursor stands. */
export function PlacesInput({ id, value, places, onChange, rows, placeholder, invalid, days = true }: Props) {
  const { t } = useT();
  const cursor = useRef<number | null>(null);
  const put = (place: string) => {
    const at = cursor.current ?? value.length;
    onChange(`${value.slice(0, at)}{${place}}${value.slice(at)}`);
    cursor.current = at + place.length + 2;
  };
  const remember = (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
    cursor.current = event.currentTarget.selectionStart;
  };
  const items = places.flatMap((place) => [
    { key: place.value, label: place.label },
    ...(days && (place.type === "date" || place.type === "datetime") ? [{ key: `${place.value}|days`, label: t("{{field}}（距今天数）", { field: place.label }) }] : []),
  ]);
  const common = {
    id, value, placeholder, onSelect: remember, onBlur: remember, onChange: (event: { target: { value: string } }) => onChange(event.target.value),
    ...(invalid ? { status: "error" as const, "aria-invalid": true, "aria-describedby": `${id}-error` } : {}),
  };
  return (
    <div className="places">
      {rows ? <Input.TextArea {...common} autoSize={{ minRows: rows, maxRows: 16 }} /> : <Input {...common} maxLength={200} />}
      <Dropdown trigger={["click"]} menu={{ items, onClick: ({ key }) => put(key), style: { maxHeight: 320, overflow: "auto" } }}>
        <Button size="small" type="link" icon={<PlusOutlined aria-hidden />}>{t("插入字段")}</Button>
      </Dropdown>
    </div>
  );
}

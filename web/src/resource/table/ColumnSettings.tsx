import { useState } from "react";
import { Button, Checkbox, Popover } from "antd";
import { ArrowDownOutlined, ArrowUpOutlined, SettingOutlined } from "@ant-design/icons";
import type { Meta } from "../../api/types";
import { useT } from "../../i18n";
import { fieldOf } from "./columns";

interface Props {
  meta: Meta;
  names: string[];
  onChange: (names: string[]) => void;
  /** Back to the resource's own columns. */
  onReset: () => void;
}

/** Which columns, in which order: kept for this person. The first column stays. */
export function ColumnSettings({ meta, names, onChange, onReset }: Props) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const rest = meta.fields.map((field) => field.name).filter((name) => !names.includes(name) && name !== "id" && name !== "version" && !fieldOf(meta, name)?.masked);
  const move = (at: number, by: number) => {
    const next = [...names];
    const [name] = next.splice(at, 1);
    next.splice(at + by, 0, name!);
    onChange(next);
  };
  const content = (
    <div>
      <div className="row between" style={{ paddingBottom: 6 }}><b style={{ fontWeight: 600 }}>{t("列设置")}</b><Button type="link" size="small" onClick={onReset}>{t("恢复默认")}</Button></div>
      <div className="column-list">
        {names.map((name, i) => (
          <div key={name} className="column-item">
            <Checkbox checked disabled={i === 0} onChange={() => onChange(names.filter((other) => other !== name))} style={{ flex: 1 }}>{fieldOf(meta, name)?.label ?? name}</Checkbox>
            {i > 0 && <Button type="text" size="small" icon={<ArrowUpOutlined />} disabled={i === 1} onClick={() => move(i, -1)} aria-label={t("上移")} />}
            {i > 0 && <Button type="text" size="small" icon={<ArrowDownOutlined />} disabled={i === names.length - 1} onClick={() => move(i, 1)} aria-label={t("下移")} />}
          </div>
        ))}
        {rest.map((name) => (
          <div key={name} className="column-item"><Checkbox checked={false} onChange={() => onChange([...names, name])}>{fieldOf(meta, name)?.label ?? name}</Checkbox></div>
        ))}
      </div>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} content={content}>
      <Button icon={<SettingOutlined />} aria-label={t("列设置")} title={t("列设置")} aria-expanded={open} />
    </Popover>
  );
}

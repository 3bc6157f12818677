import { useState } from "react";
import { Button, Popover } from "antd";
import { QuestionCircleOutlined } from "@ant-design/icons";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { Why } from "./Why";

/** 为什么收到？ beside a notice or a to-do that a rule made. */
export function WhyButton({ of, onLeave }: { of: { notice?: string; todo?: string }; onLeave?: () => void }) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const leave = () => {
    setOpen(false);
    onLeave?.();
  };
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" title={t("为什么收到？")} content={open ? <Why of={of} onLeave={leave} /> : null}>
      <Button type="link" size="small" className="why-button" icon={<QuestionCircleOutlined aria-hidden />} aria-expanded={open} onClick={(event) => event.stopPropagation()}>{t("为什么收到？")}</Button>
    </Popover>
  );
}

/** In the drawer of a to-do. */
export function WhyTodo({ row }: RecordProps) {
  return row.rule ? <WhyButton of={{ todo: row.id }} /> : null;
}

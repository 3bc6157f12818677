import { useState } from "react";
import { Checkbox, Input, Modal } from "antd";
import type { SavedView } from "../../api/types";
import { FieldRow } from "../../kit/FieldRow";
import { useT } from "../../i18n";

interface Named {
  name: string;
  shared: boolean;
  is_default: boolean;
}

export function ViewDialog({ view, busy, onSave, onClose }: { view: SavedView | null; busy: boolean; onSave: (named: Named) => void; onClose: () => void }) {
  const { t } = useT();
  const [named, setNamed] = useState<Named>({ name: view?.name ?? "", shared: view?.shared ?? false, is_default: view?.is_default ?? false });
  const [tried, setTried] = useState(false);
  const name = named.name.trim();
  const submit = () => {
    setTried(true);
    if (name) onSave({ ...named, name });
  };
  return (
    <Modal open title={view ? t("重命名场景") : t("存为场景")} onCancel={onClose} onOk={submit} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: busy }}>
      <form className="col" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <FieldRow id="view-name" label={t("名称")} required help={t("保存当前的筛选、搜索、排序和列。")} errors={tried && !name ? [t("请填写名称")] : undefined}>
          <Input id="view-name" autoFocus maxLength={40} value={named.name} onChange={(event) => setNamed({ ...named, name: event.target.value })} />
        </FieldRow>
        <Checkbox checked={named.is_default} onChange={(event) => setNamed({ ...named, is_default: event.target.checked })}>{t("打开列表时默认使用")}</Checkbox>
        <Checkbox checked={named.shared} onChange={(event) => setNamed({ ...named, shared: event.target.checked })}>{t("共享给同事")}</Checkbox>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}

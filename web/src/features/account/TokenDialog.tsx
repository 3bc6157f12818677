import { useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { Alert, Input, Modal, Select } from "antd";
import dayjs from "dayjs";
import { api } from "../../api/client";
import { ApiError } from "../../api/errors";
import { useMe } from "../../api/me";
import { useCatalogue } from "../../api/meta";
import type { Token } from "../../api/types";
import { useT } from "../../i18n";
import { errorText } from "../../kit/errorText";
import { FieldRow } from "../../kit/FieldRow";

const DAYS = [30, 90, 180, 365];

/** Name, end and, if wanted, narrower rights of a new token. */
export function TokenDialog({ onClose, onMade }: { onClose: () => void; onMade: (token: Token) => void }) {
  const { t } = useT();
  const grants = useMe()?.grants ?? {};
  const labels = new Map(useCatalogue()?.resources.map((one) => [one.name, one.label]));
  const [name, setName] = useState("");
  const [days, setDays] = useState(90);
  const [resources, setResources] = useState<string[]>([]);
  const [readOnly, setReadOnly] = useState(true);
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: () => api.post<Token>("/tokens", { name: name.trim(), expires_at: dayjs().add(days, "day").toISOString(), grants: narrowed() }),
    onSuccess: onMade,
  });
  /** Pairs of resource and action; null keeps all of the person's own rights, also those granted later. */
  const narrowed = (): [string, string][] | null => {
    if (!resources.length && !readOnly) return null;
    const names = resources.length ? resources : Object.keys(grants);
    return names.flatMap((one) => (grants[one] ?? []).filter((action) => !readOnly || action === "read").map((action): [string, string] => [one, action]));
  };
  const submit = () => {
    setTried(true);
    if (name.trim()) make.mutate();
  };
  const fieldErrors = make.error instanceof ApiError ? make.error.fields : {};
  return (
    <Modal open title={t("新建令牌")} onCancel={onClose} onOk={submit} okText={t("新建")} cancelText={t("取消")} okButtonProps={{ loading: make.isPending }}>
      <form className="col" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {make.isError && <Alert type="error" showIcon title={errorText(make.error)} role="alert" />}
        <FieldRow id="token-name" label={t("名称")} required help={t("写清给谁、做什么用，例如“财务系统同步”。")} errors={fieldErrors.name ?? (tried && !name.trim() ? [t("请填写名称")] : undefined)}>
          <Input id="token-name" autoFocus maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
        </FieldRow>
        <FieldRow id="token-days" label={t("有效期")}><Select id="token-days" value={days} onChange={setDays} options={DAYS.map((n) => ({ value: n, label: t("{{n}} 天", { n }) }))} /></FieldRow>
        <FieldRow id="token-kind" label={t("权限")}>
          <Select id="token-kind" value={readOnly} onChange={setReadOnly} options={[{ value: true, label: t("只读") }, { value: false, label: t("与我相同（可写）") }]} />
        </FieldRow>
        <FieldRow id="token-resources" label={t("可访问的数据")} help={t("不选表示我能看到的全部。")}>
          <Select id="token-resources" mode="multiple" value={resources} onChange={setResources} placeholder={t("全部")} showSearch={{ optionFilterProp: "label" }} options={Object.keys(grants).map((one) => ({ value: one, label: labels.get(one) ?? one }))} />
        </FieldRow>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}

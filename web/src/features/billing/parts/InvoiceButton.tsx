import { useState } from "react";
import { Button, Form, Input, InputNumber, Modal } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { api } from "../../../api/client";
import { useCan } from "../../../api/me";
import type { Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatMoney } from "../../../kit/format";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { refreshResource } from "../../../resource/data/row";
import type { RecordProps } from "../../../resource/registry";

/** 申请开票 on a receivable: a draft invoice about what has not been invoiced yet, or a part of it. */
export function InvoiceButton({ row }: RecordProps) {
  const { t } = useT();
  const may = useCan()("invoices", "create");
  const [open, setOpen] = useState(false);
  const left = Number(row.to_invoice ?? 0);
  if (!may || row.direction !== "income" || !(left > 0) || row.state === "cancelled") return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("申请开票")}</Button>
      {open && <Ask row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

function Ask({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [amount, setAmount] = useState<string | null>(String(row.to_invoice));
  const [items, setItems] = useState("");
  const ask = useMutation({
    mutationFn: () => api.post<Row>("/billing/invoice-requests", { parts: [{ receivable: row.id, amount }], items }),
    onSuccess: (made) => {
      refreshResource(client, "invoices");
      refreshResource(client, "receivables");
      notify.ok(t("开票申请已建立，核对后提交审批"));
      onClose();
      void navigate(`/invoices?open=${made.id}`);
    },
  });
  return (
    <Modal open title={t("申请开票")} onCancel={onClose} onOk={() => ask.mutate()} okText={t("建立申请")} cancelText={t("取消")} okButtonProps={{ disabled: !amount || Number(amount) <= 0, loading: ask.isPending }}>
      <Form layout="vertical">
        <Form.Item label={t("开票金额（元，含税）")} htmlFor="invoice-amount" required help={t("未开票金额 ¥ {{amount}}", { amount: formatMoney(row.to_invoice as string) })}>
          <InputNumber<string> id="invoice-amount" stringMode min="0.01" max={String(row.to_invoice)} precision={2} value={amount} onChange={setAmount} style={{ width: "100%" }} autoFocus />
        </Form.Item>
        <Form.Item label={t("开票内容")} htmlFor="invoice-items"><Input id="invoice-items" maxLength={200} value={items} onChange={(event) => setItems(event.target.value)} placeholder={t("例如 *建筑服务*工程款")} /></Form.Item>
      </Form>
      {ask.isError && <ErrorBox error={ask.error} />}
    </Modal>
  );
}

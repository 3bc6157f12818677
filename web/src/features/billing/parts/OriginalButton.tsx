import { useRef } from "react";
import { Button } from "antd";
import { UploadOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation, useNavigate } from "react-router";
import { api } from "../../../api/client";
import { useCan } from "../../../api/me";
import type { Row } from "../../../api/types";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { refreshResource } from "../../../resource/data/row";
import type { RecordProps } from "../../../resource/registry";

interface Props { label: string; accept: string; path: string; told: string; open?: boolean }

/** A button that sends one file and shows what became of it. */
function Send({ label, accept, path, told, open }: Props) {
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const send = useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      body.append("file", file);
      return api.post<Row>(path, body);
    },
    onSuccess: (made) => {
      refreshResource(client, "invoices");
      void client.invalidateQueries({ queryKey: ["files", "invoices", made.id] });
      notify.ok(told);
      if (open) void navigate(`?open=${made.id}`);
    },
    onError: (error) => notify.fail(error),
  });
  return (
    <>
      <input ref={input} type="file" hidden accept={accept} aria-label={label} onChange={(event) => { const file = event.target.files?.[0]; if (file) send.mutate(file); event.target.value = ""; }} />
      <Button icon={<UploadOutlined aria-hidden />} loading={send.isPending} onClick={() => input.current?.click()}>{label}</Button>
    </>
  );
}

/** The PDF, OFD or XML of an invoice is kept with it; the XML of an approved request also issues it. */
export function OriginalButton({ row }: RecordProps) {
  const { t } = useT();
  const may = useCan()("invoices", "issue");
  if (!may || !["approved", "issued", "red"].includes(String(row.state))) return null;
  return <Send label={t("上传发票原件")} accept=".pdf,.ofd,.xml" path={`/billing/invoices/${row.id}/original`} told={t("发票原件已保存")} />;
}

/** A supplier's invoice out of its XML, on the list of such invoices. */
export function XmlButton() {
  const { t } = useT();
  const can = useCan();
  const { pathname } = useLocation();
  if (pathname !== "/input-invoices" || !can("invoices", "create") || !can("invoices", "issue")) return null;
  return <Send label={t("由 XML 录入进项发票")} accept=".xml" path="/billing/invoices/xml" told={t("进项发票已录入")} open />;
}

import { useState } from "react";
import { Button, Modal } from "antd";
import { PhoneOutlined } from "@ant-design/icons";
import { useCan } from "../../../api/me";
import type { Ref } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";

/** Whom one can call at a customer; the numbers are fetched when they are asked for. */
export function CallButton({ customer, primary }: { customer: Ref; primary?: boolean }) {
  const { t } = useT();
  const can = useCan();
  const [open, setOpen] = useState(false);
  if (!can("contacts", "read")) return null;
  return (
    <>
      <Button type={primary ? "primary" : "default"} icon={<PhoneOutlined aria-hidden />} onClick={() => setOpen(true)}>{t("打电话")}</Button>
      {open && <Modal open title={customer.label} footer={null} onCancel={() => setOpen(false)}><People customer={customer.id} /></Modal>}
    </>
  );
}

function People({ customer }: { customer: string }) {
  const { t } = useT();
  const list = useList("contacts", { q: "", filter: ["customer", "=", customer], sort: "-is_primary,name", fields: "name,position,phone,landline,is_primary" });
  if (list.isPending) return <LinesSkeleton rows={3} />;
  if (list.error) return <ErrorBox error={list.error} onRetry={list.reload} />;
  const people = list.rows.flatMap((row) => [row.phone, row.landline].filter((number) => typeof number === "string" && number).map((number) => ({ key: `${row.id}${String(number)}`, name: String(row.name), position: String(row.position ?? ""), number: String(number) })));
  if (!people.length) return <Empty text={list.rows.length ? t("联系人没有电话，或您没有查看电话的权限。") : t("这个客户还没有联系人。")} />;
  return (
    <ul className="call-list">
      {people.map((one) => (
        <li key={one.key}><a href={`tel:${one.number}`}><span className="col" style={{ gap: 0 }}><b>{one.name}</b><span className="small second">{one.position}</span></span><span className="num"><PhoneOutlined aria-hidden /> {one.number}</span></a></li>
      ))}
    </ul>
  );
}

import { useState } from "react";
import { Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { useCan } from "../../../api/me";
import { DueDay } from "../../../kit/DueDay";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDate } from "../../../kit/format";
import { useConfirm, useNotify } from "../../../kit/notify";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { useCertificateChange, useCertificates, type Certificate } from "../api";
import { UploadCertificate } from "../parts/UploadCertificate";
import "../contracts.css";

/** The certificates with which companies sign PDFs. Keys never come back from the server. */
export function CertificatesPage() {
  const { t } = useT();
  const found = useCertificates();
  const may = useCan()("signing_certificates", "manage");
  const [adding, setAdding] = useState(false);
  const add = may && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>{t("上传证书")}</Button>;
  return (
    <div className="page">
      <PageHead title={t("签名证书")} actions={add} />
      <section className="panel">
        {found.isPending && <LinesSkeleton />}
        {found.isError && <ErrorBox error={found.error} onRetry={() => void found.refetch()} />}
        {found.data?.length === 0 && <Empty text={t("还没有签名证书。上传公司的证书后，合同 PDF 可以电子签署。")} />}
        {Boolean(found.data?.length) && <ul className="certificates">{found.data!.map((one) => <Line key={one.id} of={one} may={may} />)}</ul>}
      </section>
      {adding && <UploadCertificate onClose={() => setAdding(false)} />}
    </div>
  );
}

function Line({ of, may }: { of: Certificate; may: boolean }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const change = useCertificateChange();
  const retire = async () => {
    const sure = await confirm({ title: t("停用这个证书？"), text: t("停用后不能再用它签署，私钥会被删除；以前签的文件仍可验证。"), ok: t("停用证书"), danger: true });
    if (sure) change.mutate({ retire: of.id }, { onSuccess: () => notify.ok(t("证书已停用")), onError: (error) => notify.fail(error) });
  };
  return (
    <li>
      <div className="col" style={{ gap: 4 }}>
        <span className="row wrap"><b>{of.unit.label}</b><span>{of.name}</span>{of.archived_at ? <StatusTag>{t("已停用")}</StatusTag> : <StatusTag color="green">{t("使用中")}</StatusTag>}</span>
        <span className="second small">{t("颁发者 {{issuer}} · 序列号 {{serial}}", { issuer: of.issuer, serial: of.serial })}</span>
        <span className="small">{t("有效期 {{from}} 至", { from: formatDate(of.valid_from) })} <DueDay value={of.valid_until} open={!of.archived_at} within={60} /></span>
      </div>
      {may && !of.archived_at && <Button danger loading={change.isPending} onClick={() => void retire()}>{t("停用证书")}</Button>}
    </li>
  );
}

import { useState } from "react";
import { Button, Select, Upload } from "antd";
import { DownloadOutlined, FileExcelOutlined } from "@ant-design/icons";
import { useNavigate, useSearchParams } from "react-router";
import { useCatalogue } from "../../../api/meta";
import { upload } from "../../../api/upload";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { useT } from "../../../i18n";
import { Steps } from "../parts/Steps";
import type { Detail } from "../api";
import "../imports.css";

const ACCEPT = ".xlsx,.xls,.xlsm,.ods,.csv,.tsv,.txt";

/** First step: what is imported, the template, the file. */
export function UploadPage() {
  const { t } = useT();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const catalogue = useCatalogue();
  const [done, setDone] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const choices = (catalogue?.resources ?? []).filter((one) => one.can.includes("import"));
  const resource = params.get("resource") ?? (choices.find((one) => one.name === "customers") ?? choices[0])?.name ?? "customers";

  const send = async (file: File) => {
    setError(null);
    setDone(0);
    try {
      const batch = await upload<Detail>("/imports", file, { resource }, setDone);
      void navigate(`/imports/${batch.id}`);
    } catch (problem) {
      setError(problem);
    } finally {
      setDone(null);
    }
  };
  return (
    <div className="page">
      <PageHead title={t("导入数据")} actions={<Button onClick={() => void navigate("/imports")}>{t("导入记录")}</Button>} />
      <section className="panel import-panel">
        <Steps at={0} />
        <div className="import-body col">
          <div className="row wrap">
            <label htmlFor="import-resource">{t("导入到")}</label>
            <Select id="import-resource" style={{ minWidth: 160 }} value={resource} onChange={(value) => setParams({ resource: value }, { replace: true })}
              options={choices.map((one) => ({ value: one.name, label: one.label }))} />
            <Button icon={<DownloadOutlined />} href={`/api/v1/r/${resource}/template?format=xlsx`}>{t("下载模板")}</Button>
          </div>
          <Upload.Dragger accept={ACCEPT} showUploadList={false} maxCount={1} disabled={done !== null}
            beforeUpload={(file) => { void send(file as unknown as File); return false; }}>
            <p className="import-drop-icon"><FileExcelOutlined /></p>
            <p><b>{done === null ? t("点击选择文件，或把文件拖到这里") : t("正在上传 {{n}}%", { n: Math.round(done * 100) })}</b></p>
            <p className="muted">{t("支持 xlsx、xls、ods、csv，最大 50 MB。不必用模板：您自己的表格也可以，列名和编码会自动识别。")}</p>
          </Upload.Dragger>
          {error !== null && <ErrorBox error={error} title={t("这个文件没有读成功")} />}
          <ol className="import-hints">
            <li>{t("先试导入前 100 行，看清楚会发生什么，再决定是否全部导入。")}</li>
            <li>{t("有错的行不影响其他行，可以下载错误行改好后再导入。")}</li>
            <li>{t("导入后可以抽查，也可以整批撤销。")}</li>
          </ol>
        </div>
      </section>
    </div>
  );
}

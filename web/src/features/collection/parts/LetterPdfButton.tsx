import { FilePdfOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { RecordProps } from "../../../resource/registry";
import { letterPdf } from "../api";

export function LetterPdfButton({ row }: RecordProps) {
  return <Button icon={<FilePdfOutlined aria-hidden />} href={letterPdf(row.id)} target="_blank" rel="noreferrer">PDF</Button>;
}

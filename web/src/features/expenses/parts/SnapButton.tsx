import { useRef, useState } from "react";
import { Button } from "antd";
import { CameraOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useCan } from "../../../api/me";
import { dayOf } from "../../../kit/days";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { refreshResource } from "../../../resource/data/row";
import { RESOURCE, startClaim } from "../api";
import { keepPhotos } from "./photos";

/** 拍照报销: the camera first; each photo becomes a line of a new claim, and only amount and kind are left to fill in. */
export function SnapButton() {
  const { t } = useT();
  const may = useCan()(RESOURCE, "create");
  const notify = useNotify();
  const navigate = useNavigate();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  if (!may) return null;
  const begin = async (files: File[]) => {
    if (!files.length) return;
    setBusy(true);
    try {
      const today = dayOf(new Date());
      const { claim, photos } = await startClaim(t("{{day}} 费用报销", { day: today }), files, today);
      keepPhotos(claim.id, photos);
      refreshResource(client, RESOURCE);
      void navigate(`/expenses/${claim.id}`);
    } catch (error) {
      notify.fail(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button icon={<CameraOutlined aria-hidden />} loading={busy} onClick={() => input.current?.click()}>{t("拍照报销")}</Button>
      <input ref={input} type="file" accept="image/*,application/pdf" multiple hidden aria-label={t("选择票据照片")}
        onChange={(event) => { void begin([...(event.target.files ?? [])]); event.target.value = ""; }} />
    </>
  );
}

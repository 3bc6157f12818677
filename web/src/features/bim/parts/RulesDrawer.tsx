import { useEffect } from "react";
import { Drawer } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import type { Ref, Row } from "../../../api/types";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { RelatedList } from "../../../resource/RelatedList";
import { typeName, type Scene } from "../model/scene";

/** Rules that link elements to tasks; they are applied when one is saved and after each new version. */
export function RulesDrawer({ row, scene, may, onClose }: { row: Row; scene: Scene; may: boolean; onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const client = useQueryClient();
  // Colours follow the rules as soon as one comes back to the model.
  useEffect(() => () => {
    void client.invalidateQueries({ queryKey: ["bim", row.id] });
    void client.invalidateQueries({ queryKey: ["row", "bim_models", row.id] });
  }, [client, row.id]);
  const project = (row.project as Ref | null)?.id;
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 720} title={t("关联规则")}>
      <p className="second drawer-pad bim-hint">{t("符合条件的构件自动关联到任务，先建的规则优先，手工关联优先于规则。本模型的构件类型：")}{scene.types.map((type) => `${type}（${t(typeName(type))}）`).join("、")}</p>
      <RelatedList resource="bim_rules" filter={["project", "=", project ?? ""]} initial={{ project }} hide={["project"]} columns={["task", "element_type", "storey", "words", "model"]} sort="created_at" closed={!may} />
    </Drawer>
  );
}

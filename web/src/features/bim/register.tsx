import { lazy } from "react";
import type { Row } from "../../api/types";
import { tk } from "../../i18n";
import { registerResourceUi } from "../../resource/registry";
import { StateTag } from "./parts/StateTag";

const count = (row: Row) => `${Number(row.linked_count ?? 0)} / ${Number(row.elements_count ?? 0)}`;

registerResourceUi("bim_models", {
  listPath: "/bim",
  detailPath: (id) => `/bim/${id}`,
  headerButtons: [lazy(() => import("./parts/PageButton").then((module) => ({ default: module.PageButton })))],
  cells: { state: (row) => <StateTag row={row} />, linked_count: (row) => <span className="num">{count(row)}</span> },
  widths: { name: 240, project: 240, discipline: 88, state: 104, number: 72, elements_count: 96, linked_count: 152, converted_at: 148 },
  groups: [{ label: tk("基本信息"), fields: ["project", "name", "discipline", "note"] }],
  cardLine: (row) => ({ tag: <StateTag row={row} />, right: `V${Number(row.number ?? 0)}` }),
});
registerResourceUi("bim_rules", { widths: { task: 240, element_type: 160, storey: 120, words: 140, model: 180 } });
registerResourceUi("projects", {
  tabs: [{ key: "bim", label: tk("BIM 模型"), order: 34, needs: ["bim_models", "read"], component: lazy(() => import("./parts/ModelsTab").then((module) => ({ default: module.ModelsTab }))) }],
});

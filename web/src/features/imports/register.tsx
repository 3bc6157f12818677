import { registerResourceUi } from "../../resource/registry";
import { IMPORTABLE } from "./importable";
import { ImportButton } from "./parts/ImportButton";

for (const resource of IMPORTABLE) registerResourceUi(resource, { listButtons: [ImportButton] });

import { ResourcePage } from "../../../resource/ResourcePage";

export const ModelsPage = () => <ResourcePage resource="bim_models" />;

import { ResourcePage } from "../../resource/ResourcePage";

export const Component = () => <ResourcePage key="contracts" resource="contracts" />;

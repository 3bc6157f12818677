import { ResourcePage } from "../../../resource/ResourcePage";

export const Component = () => <ResourcePage key="projects" resource="projects" />;

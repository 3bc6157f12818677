import { createRoot } from "react-dom/client";
import "antd/dist/antd.css";
import "./kit/styles.css";
// The layout classes of resource/ are for feature pages too, so they do not wait for a component that brings them.
import "./resource/filter/filter.css";
import "./resource/table/table.css";
import "./resource/form/form.css";
import "./resource/drawer/drawer.css";
import "./resource/panels/panels.css";
import "./app/shell.css";
import { startI18n } from "./i18n";
import { App } from "./app/App";
import { nonceForStyles, pageNonce } from "./app/nonce";

nonceForStyles(pageNonce());
await startI18n();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);

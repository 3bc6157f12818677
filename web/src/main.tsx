import { createRoot } from "react-dom/client";
import "antd/dist/antd.css";
import "./kit/styles.css";
import "./app/shell.css";
import { startI18n } from "./i18n";
import { App } from "./app/App";
import { nonceForStyles, pageNonce } from "./app/nonce";

nonceForStyles(pageNonce());
await startI18n();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);

import { writeFileSync } from "node:fs";
import { renderRulesPage } from "./rules-page/render-rules-page.ts";

writeFileSync(new URL("../packages/block-kit/RULES.md", import.meta.url), renderRulesPage());

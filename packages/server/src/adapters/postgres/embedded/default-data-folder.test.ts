import { expect, test } from "vitest";
import { defaultDataFolder } from "./default-data-folder.ts";

test.each([
  ["root", { isRoot: true, homeFolder: "/r", xdgDataHome: "/elsewhere" }, "/var/lib/allclear"],
  ["a user", { isRoot: false, homeFolder: "/h/ada" }, "/h/ada/.local/share/allclear"],
  ["a user with a data home", { isRoot: false, homeFolder: "/h/ada", xdgDataHome: "/data" }, "/data/allclear"],
  [
    "a user with an empty data home",
    { isRoot: false, homeFolder: "/h/ada", xdgDataHome: "" },
    "/h/ada/.local/share/allclear",
  ],
])("the data of %s lies where that system keeps such data", (_who, surroundings, folder) => {
  expect(defaultDataFolder(surroundings)).toBe(folder);
});

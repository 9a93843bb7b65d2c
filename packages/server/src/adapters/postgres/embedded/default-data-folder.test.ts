import { expect, test } from "vitest";
import { defaultDataFolder } from "./default-data-folder.ts";

test.each([
  ["root", { isRoot: true, homeFolder: "/root", xdgDataHome: "/root/data" }, "/var/lib/allclear"],
  ["a user", { isRoot: false, homeFolder: "/home/ada" }, "/home/ada/.local/share/allclear"],
  ["a user with a data home", { isRoot: false, homeFolder: "/home/ada", xdgDataHome: "/data" }, "/data/allclear"],
  [
    "a user with an empty data home",
    { isRoot: false, homeFolder: "/home/ada", xdgDataHome: "" },
    "/home/ada/.local/share/allclear",
  ],
])("the data of %s lies where that system keeps such data", (_who, surroundings, folder) => {
  expect(defaultDataFolder(surroundings)).toBe(folder);
});

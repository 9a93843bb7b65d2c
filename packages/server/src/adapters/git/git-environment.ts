/** Where programs are, for a git that is given no `PATH` of its own. */
const usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin";

export interface Author {
  readonly name: string;
  readonly email: string;
}

export interface GitEnvironmentOptions {
  /** May hold credentials, so it travels by the environment, never by arguments or a file. */
  readonly url: string;
  readonly author: Author;
  /** `PATH`, `HOME`, `SSH_AUTH_SOCK`, `GIT_SSH_COMMAND`, proxies: what git needs of its surroundings. */
  readonly environment: Readonly<Record<string, string>>;
}

/** All that git sees: no configuration of the user or the machine, no questions to anybody, English words. */
export function toGitEnvironment({ url, author, environment }: GitEnvironmentOptions): Record<string, string> {
  const settings: readonly (readonly [string, string])[] = [
    ["remote.origin.url", url],
    ["remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"],
    ["core.hooksPath", "/dev/null"],
    ["core.quotePath", "true"],
    ["core.autocrlf", "false"],
    ["credential.helper", ""],
    ["gc.autoDetach", "false"],
    ["maintenance.autoDetach", "false"],
    ["i18n.logOutputEncoding", "UTF-8"],
    ["diff.renames", "true"],
    // Should we be killed, a git that hangs ends by itself.
    ["http.lowSpeedLimit", "1"],
    ["http.lowSpeedTime", "60"],
  ];
  return {
    PATH: usualPath,
    GIT_SSH_COMMAND: "ssh -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15",
    ...environment,
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    SSH_ASKPASS_REQUIRE: "never",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([name, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, name],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** The parts of the address that must not be read anywhere: the password, or a token that stands as the user. */
export function secretsOf(url: string): readonly string[] {
  if (!URL.canParse(url)) return [];
  const { protocol, username, password } = new URL(url);
  const secrets = protocol.startsWith("http") ? [password, username] : [password];
  return secrets.flatMap((secret) => (secret === "" ? [] : [secret, decodeOrKeep(secret)]));
}

function decodeOrKeep(text: string): string {
  return /%(?![0-9a-f]{2})/i.test(text) ? text : decodeURIComponent(text);
}

import { html } from "hono/html";

/** Escaped HTML, as the template gives it. */
export type Html = ReturnType<typeof html>;

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** The page loads itself again after so many seconds. */
  readonly refreshSeconds?: number;
  /** Where the refresh leads, if not to the page itself. */
  readonly refreshTo?: string;
}

export function layOut({ title, body, refreshSeconds, refreshTo }: Page): Html {
  const target = refreshTo === undefined ? "" : `; url=${refreshTo}`;
  const refresh =
    refreshSeconds === undefined ? "" : html`<meta http-equiv="refresh" content="${refreshSeconds}${target}" />`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${refresh}
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        ${body}
      </body>
    </html>`;
}

export function list(items: readonly (Html | string)[]): Html | "" {
  return items.length === 0 ? "" : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** Rows without a value are left out. */
export function definitions(rows: readonly (readonly [string, Html | string | undefined])[]): Html {
  const known = rows.filter(([, value]) => value !== undefined && value !== "");
  return html`<dl>${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

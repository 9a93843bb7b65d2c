import { html } from "hono/html";
import { type Html, layOut } from "./page-layout.ts";

/** `path`: where the reader wanted to go. */
export function signInPage(why: string, path: string): Html {
  return layOut({
    title: "Allclear",
    body: html`<h1>Allclear</h1>
      <p>${why}</p>
      <form method="post" action="/session">
        <input type="hidden" name="path" value="${path}" />
        <input type="password" name="key" aria-label="Key" autocomplete="current-password" required />
        <button>Open</button>
      </form>
      <p class="soft">Shown a key in this browser before? <a href="${path}">Open the page again.</a></p>`,
  });
}

/** The cookie is not sent along a redirect that another site began, so the browser goes on from a page of ours. */
export function signedInPage(path: string): Html {
  return layOut({
    title: "Allclear",
    refreshSeconds: 0,
    refreshTo: path,
    body: html`<p><a href="${path}">Go on</a></p>`,
  });
}

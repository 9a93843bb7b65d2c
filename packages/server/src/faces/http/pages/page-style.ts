/** Served by itself, so that the pages need neither inline styles nor scripts. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; overflow-wrap: anywhere; }
a { color: inherit; }
h1 { font-size: 1.4rem; margin: 0.5rem 0; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 0.5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
p { margin: 0.25rem 0; }
ul, ol { margin: 0.25rem 0; padding-left: 1.25rem; }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: 0.25rem 1rem; margin: 0.5rem 0; }
dt { opacity: 0.75; }
dd { margin: 0; }
code { font-size: 0.9em; background: var(--soft); padding: 0 0.2em; }
input, button { font: inherit; padding: 0.4rem 0.6rem; }
.soft { opacity: 0.75; }
.card { display: block; border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.6rem 0.8rem; margin: 0.6rem 0; }
a.card { text-decoration: none; }
.badge { display: inline-block; border-radius: 0.3rem; padding: 0 0.4rem; font-weight: 700; color: #fff; background: #666; }
.p0 { background: #a30000; }
.p1 { background: #b34700; }
.p2 { background: #7a5c00; }
.p3 { background: #3d5a80; }
.resolved { background: #1b6e3c; }
.timeline { list-style: none; padding: 0; }
.timeline li { border-left: 3px solid var(--line); padding: 0.15rem 0 0.15rem 0.7rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.4rem; } }
`;

import { html } from '../http/docs/html.ts';
import { style } from '../http/docs/style.ts';
import type { CaughtMail } from './mail-catcher.ts';

/** What the mail catcher received, for people; `/demo/mails` gives the same as JSON. */
export function mailsPage(mails: readonly CaughtMail[]): string {
  const cards = mails.map(
    (mail) => html`<article class="plain" id="mail-${mail.id}">
<h2>${mail.subject}</h2>
<p class="facts">${mail.received_at} · ${mail.from} → ${mail.to.join(', ')}</p>
<pre tabindex="0">${mail.text}</pre>
</article>`,
  );
  const empty = html`<p class="plain">No mail yet. Issue a software token, and its mail is here.</p>`;
  const { text } = html`<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mails of the demo</title><link rel="icon" href="data:,"></head>
<body><main><h1>Mails of the demo</h1>
<p>Everything that the demo institutions have sent, the latest first. None of it leaves this machine.</p>
${mails.length === 0 ? empty : cards}</main></body></html>`;
  return `<!doctype html>${text.replace('</head>', `<style>${style}</style></head>`)}`;
}

import type { MailLanguage } from '../../ports/mails.ts';

/**
 * A mail as its templates write it: a subject and paragraphs of plain text, from which both parts
 * are made. So text and HTML always say the same, and nothing that is put into a template can become
 * markup, a head line or a second mail.
 */
export interface MailBody {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** A code to type, alone on its line. */
  readonly code?: string | undefined;
  /** An address to open; none by default. */
  readonly link?: string | undefined;
}

export interface MailParts {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export function partsOf(body: MailBody, language: MailLanguage): MailParts {
  const { code, link } = body;
  const paragraphs = body.paragraphs.map(oneParagraph);
  const [first = '', ...rest] = paragraphs;
  const text = [first, ...(code === undefined ? [] : [code]), ...rest, ...(link ? [link] : [])];
  return {
    subject: oneLine(body.subject),
    text: `${text.join('\n\n')}\n`,
    html: htmlOf({ ...body, subject: oneLine(body.subject), paragraphs }, language),
  };
}

function htmlOf({ subject, paragraphs, code, link }: MailBody, language: MailLanguage): string {
  const [first = '', ...rest] = paragraphs.map((text) => `<p>${withBreaks(text)}</p>`);
  const blocks = [
    first,
    ...(code === undefined ? [] : [`<p style="font-size:1.5em"><b>${escapeHtml(code)}</b></p>`]),
    ...rest,
    ...(link ? [`<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`] : []),
  ];
  const head = `<meta charset="utf-8"><title>${escapeHtml(subject)}</title>`;
  return `<!DOCTYPE html><html lang="${language}"><head>${head}</head><body>${blocks.join('')}</body></html>\n`;
}

function withBreaks(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text as HTML that shows it, within an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** Control characters and line breaks of every script become a space: a subject is one line. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** The same for a paragraph, which may have lines. */
function oneParagraph(text: string): string {
  return text.split('\n').map(oneLine).join('\n');
}

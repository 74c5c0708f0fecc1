/**
 * HTML by tagged templates: whatever is put in is escaped, unless it is HTML made by the same tag.
 */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Piece = string | number | Html | readonly Html[];

/** Markup from a template; values are escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  const texts = parts.map((part, i) => part + (i < values.length ? textOf(values[i]) : ''));
  return new Html(texts.join(''));
}

function textOf(value: Piece | undefined): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map((one) => one.text).join('');
  return escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** Prose with `code` in back quotes. */
export function prose(text: string): Html {
  const parts = text.split('`');
  return html`${parts.map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;
}

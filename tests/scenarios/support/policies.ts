import { demoPolicy } from '@warifu/institutions';

type Document = { [key: string]: unknown };

/** A demo policy changed as a test wants it; nobody's, so it has another ID. */
export function policyLike(
  institution: Parameters<typeof demoPolicy>[0],
  edit: (document: Document) => void,
): Document {
  const copy: Document = structuredClone(demoPolicy(institution)) as unknown as Document;
  copy['institution'] = { ...(copy['institution'] as Document), id: 'some_bank' };
  edit(copy);
  return copy;
}

/** Changes one part of a document. */
export function within(document: Document, part: string, members: Document): void {
  document[part] = { ...(document[part] as Document), ...members };
}

import type { OpenApiDocument } from '@warifu/wire';
export const docsContentPolicy = "default-src 'none'";
export function docsPage(document: OpenApiDocument): string {
  return JSON.stringify(document);
}

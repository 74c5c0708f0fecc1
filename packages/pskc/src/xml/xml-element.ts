/*
 * A small read-only tree for one part of a token file (one key package, say). The whole file is
 * never a tree: see xml-parts.ts.
 */
import { TokenFileError } from '../token-file-error.ts';

/** An element with its namespace resolved; prefixes do not matter. */
export interface XmlElement {
  readonly namespace: string;
  /** The local name. */
  readonly name: string;
  /** Attributes by local name; those in a namespace by `{namespace}name`. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own character data, comments left out. */
  readonly text: string;
  /** Whether a comment or processing instruction stands directly inside. */
  readonly commented: boolean;
}

/** The children of that name, in order. */
export function childrenNamed(
  parent: XmlElement,
  namespace: string,
  name: string,
): readonly XmlElement[] {
  return parent.children.filter((child) => child.namespace === namespace && child.name === name);
}

/**
 * The child of that name, if there is one. A second one is refused rather than passed over: two
 * programs that pick different ones would read different files.
 *
 * @throws TokenFileError `bad_structure`.
 */
export function childNamed(
  parent: XmlElement,
  namespace: string,
  name: string,
): XmlElement | undefined {
  const [first, second] = childrenNamed(parent, namespace, name);
  if (second !== undefined) {
    throw new TokenFileError(
      'bad_structure',
      `${parent.name} holds two ${name} elements; ask the vendor for a correct file`,
    );
  }
  return first;
}

/** The element and everything below it. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* descendants(child);
}

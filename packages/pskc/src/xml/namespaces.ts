/** RFC 6030 section 4. Drafts of it used other names, and other meanings; they are refused. */
export const PSKC = 'urn:ietf:params:xml:ns:keyprov:pskc';
/** XML Signature. */
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
/** XML Encryption. */
export const XENC = 'http://www.w3.org/2001/04/xmlenc#';
/** XML Encryption 1.1, of which RFC 6030 uses the derived key. */
export const XENC11 = 'http://www.w3.org/2009/xmlenc11#';

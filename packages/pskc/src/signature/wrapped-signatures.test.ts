/*
 * Row 63: wrapped signatures. Each forgery keeps the vendor's true signature, moves what it covers,
 * and puts other tokens where a careless reader would look. XSW 1 to 8 are those of Somorovsky et
 * al., "On Breaking SAML" (2012), with the key container in the place of the assertion.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { Forgery } from '../testing/forger.ts';
import {
  EVIL,
  Forger,
  GOOD,
  inside,
  keyPackageOf,
  objectOf,
  transform,
} from '../testing/forger.ts';
import { EXC_C14N } from '../testing/signer.ts';

const forger = new Forger();
afterAll(() => forger.remove());

const evilWithGoodId = () => EVIL.replace('Id="evil"', 'Id="good"');

const forgeries: Forgery[] = [
  {
    name: 'XSW 1: evil root, the good container inside the signature',
    forge: () => inside(EVIL, inside(forger.signature, objectOf(forger.unsigned), 'Signature')),
  },
  {
    name: 'XSW 2: evil root, the good container beside the signature',
    forge: () => inside(EVIL, forger.unsigned + forger.signature),
  },
  {
    name: 'XSW 3: evil root, the signed container as a child',
    forge: () => inside(EVIL, forger.signed),
    code: 'missing_signature',
  },
  {
    name: 'XSW 4: evil root, the good container inside its key package',
    forge: () => inside(inside(EVIL, forger.unsigned, 'KeyPackage'), forger.signature),
  },
  {
    name: 'XSW 5: evil root with the good Id, the good container at its end',
    forge: () => inside(evilWithGoodId(), forger.signature + forger.unsigned),
  },
  {
    name: 'XSW 6: evil root with the good Id, the good container inside the signature',
    forge: () => inside(evilWithGoodId(), inside(forger.signature, forger.unsigned, 'Signature')),
  },
  {
    name: 'XSW 7: evil root, the good container inside Extensions',
    forge: () => inside(EVIL, `<Extensions>${forger.unsigned}</Extensions>${forger.signature}`),
  },
  {
    name: 'XSW 8: evil root with the good Id, the good one inside an Object of the signature',
    forge: () =>
      inside(evilWithGoodId(), inside(forger.signature, objectOf(forger.unsigned), 'Signature')),
  },
  {
    name: 'an evil key package before the good one',
    forge: () => forger.signed.replace('<KeyPackage', `${keyPackageOf(EVIL)}<KeyPackage`),
  },
  {
    name: 'an evil key package after the signature',
    forge: () => inside(forger.signed, keyPackageOf(EVIL)),
  },
  { name: 'a changed serial', forge: () => forger.signed.replace('GOOD-1', 'GOOD-2') },
  {
    name: 'a changed secret',
    forge: () =>
      forger.signed.replace('MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=', 'RVZJTEVWSUxFVklMRVZJTEVWSUw='),
  },
  {
    name: 'only a key package signed',
    forge: () => forger.vendor.sign(GOOD, { uri: '#good-p', transforms: transform(EXC_C14N) }),
  },
  { name: 'an empty reference', forge: () => forger.signed.replace('URI="#good"', 'URI="#"') },
  {
    name: 'a reference to another file',
    forge: () => forger.signed.replace('URI="#good"', 'URI="http://127.0.0.1:9/good.xml"'),
  },
  {
    name: 'a reference by XPointer',
    forge: () => forger.signed.replace('URI="#good"', 'URI="#xpointer(/)"'),
  },

  // Doubled Ids.
  {
    name: 'a second element with the Id',
    forge: () => forger.signed.replace('Id="good-p"', 'Id="good"'),
  },
  {
    name: 'a second element with the ID in capitals',
    forge: () => forger.signed.replace('<DeviceInfo>', '<DeviceInfo ID="good">'),
  },
  {
    name: 'a second element with the xml:id',
    forge: () => forger.signed.replace('<DeviceInfo>', '<DeviceInfo xml:id="good">'),
  },
];

describe(`row 63 · wrapped signatures, refused ${forgeries.length} of ${forgeries.length}`, () => {
  it('the file that they start from is good', async () => {
    expect(forger.vendor.isVerifiedByXmlsec(forger.signed)).toBe(true);
    const { tokens, error } = await forger.read(forger.signed);
    expect([tokens.map(({ serial }) => serial), error]).toEqual([['GOOD-1'], undefined]);
  });

  it.each(forgeries)('$name', async ({ forge, code = 'signature_refused' }) => {
    const file = forge();
    expect(file).not.toBe(forger.signed);
    const { tokens, error } = await forger.read(file);
    expect(tokens).toEqual([]);
    expect(error?.code).toBe(code);
  });
});

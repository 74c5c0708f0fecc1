import { type Policy, parsePolicy } from '@warifu/engine';
import { demoPolicy } from '@warifu/institutions';
import {
  type MailDataOf,
  type MailKind,
  type MailLanguage,
  newMail,
  noticeTopics,
  renderMail,
} from '@warifu/service';
import { describe, expect, test } from 'vitest';
import { bank, tokyo } from '../testing/due-world.ts';

const at = tokyo('2026-11-22T09:30');
const parsed = parsePolicy(demoPolicy(bank));
if (!parsed.ok) throw new Error('the demo policy is invalid');
const { policy } = parsed;

async function rendered<K extends MailKind>(
  kind: K,
  data: MailDataOf[K],
  { language = 'ja', own = policy }: { language?: MailLanguage; own?: Policy } = {},
) {
  const order = { id: 'mal_1', institutionId: bank, contractId: null, userId: null, now: at };
  const mail = newMail({ ...order, kind, to: 'taro@mail.example', language, data });
  const message = await renderMail(mail, { policy: own, resolveSecret: async () => '314159' });
  if (!message) throw new Error('nothing was rendered');
  return message;
}

const issue = { appLink: null, expiresAt: tokyo('2026-11-23T09:30') };
const code = {
  tokenId: 'tok_1',
  counter: 0,
  operation: { ja: '都度指定振込', en: 'One-off transfer' },
  expiresAt: tokyo('2026-11-22T09:35'),
};

const all = (language: MailLanguage, own = policy) => [
  rendered('software_token_issue', issue, { language, own }),
  rendered('email_code', code, { language, own }),
  ...noticeTopics.map((topic) =>
    rendered('notice', { topic, at, on: '2026-12-31', serialEnd: '0001' }, { language, own }),
  ),
];

describe.each(['ja', 'en'] as const)('in %s', (language) => {
  test('every mail names the institution, its desk, and has no link', async () => {
    for (const message of await Promise.all(all(language))) {
      expect(message.senderName).toBe(policy.institution.name[language]);
      expect(message.subject).toContain(policy.institution.name[language]);
      expect(message.subject).not.toContain('314159');
      for (const part of [message.text, message.html]) {
        expect(part).toContain(policy.institution.name[language]);
        expect(part).not.toMatch(/https?:|href|undefined|null|\[object/);
      }
      expect(message.html).toContain(`<html lang="${language}">`);
    }
  });

  test('both parts say the same', async () => {
    for (const { text, html } of await Promise.all(all(language))) {
      const body = /<body>(.*)<\/body>/s.exec(html)?.[1] ?? '';
      const shown = body
        .replace(/<\/p>/g, '\n\n')
        .replace(/<br>/g, '\n')
        .replace(/<[^>]+>/g, '')
        .replaceAll('&#39;', "'")
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&');
      expect(shown.trim()).toBe(text.trim());
    }
  });
});

test('S1-04 S2-02: the issue mail tells the way and holds no secret; a link where the policy wants one', async () => {
  const message = await rendered('software_token_issue', issue);
  expect(message.text).toBe(
    [
      '七星銀行をご利用いただきありがとうございます。ハードウェアトークンの発行を承りました。次の手順で利用開始の設定を行ってください。',
      [
        '1. スマートフォンにインストール済みのアプリを開きます。',
        '2. 金融機関の一覧から七星銀行を選びます。',
        '3. 発行画面に表示されているサービスIDとユーザIDを入力します。',
        '4. お客さまが発行画面で決めた利用開始パスワードを入力します。',
      ].join('\n'),
      'サービスID、ユーザIDおよび利用開始パスワードは、このメールには記載していません。設定は2026年11月23日 9:30までに行ってください。',
    ].join('\n\n') + message.text.slice(message.text.indexOf('\n\nお心当たり')),
  );
  const appLink = 'https://app.bank.example/start?a=1&b="2"';
  const linked = await rendered('software_token_issue', { ...issue, appLink });
  expect(linked.text).toContain(`\n${appLink}\n`);
  expect(linked.html).toContain(
    '<a href="https://app.bank.example/start?a=1&amp;b=&quot;2&quot;">',
  );
});

test('S1-04: the sender’s domain is the first that the policy declares', async () => {
  const institution = { ...policy.institution, sender_domains: ['a.example', 'b.example'] };
  const own = { ...policy, institution };
  expect((await rendered('software_token_issue', issue, { own })).senderDomain).toBe('a.example');
  const none = { ...policy, institution: { ...institution, sender_domains: [] } };
  expect((await rendered('software_token_issue', issue, { own: none })).senderDomain).toBeNull();
});

test('instants and dates are those of the institution’s clock', async () => {
  const data = { topic: 'expiry_near', at: null, on: '2026-12-31', serialEnd: '0001' } as const;
  const ja = await rendered('notice', data);
  expect(ja.text).toContain('2026年12月31日をもって有効期限');
  const en = await rendered('notice', data, { language: 'en' });
  expect(en.text).toContain('valid through 31 December 2026');
  const bound = { topic: 'token_bound', at, on: null, serialEnd: null } as const;
  expect((await rendered('notice', bound)).text).toContain('2026年11月22日 9:30に');
});

test('words of the institution stand where they are put, as text', async () => {
  const name = { ja: '<b>"銀行" & 友\r\nBcc: spy@evil.example', en: "O'Bank <script>" };
  const own = { ...policy, institution: { ...policy.institution, name } };
  for (const language of ['ja', 'en'] as const)
    for (const message of await Promise.all(all(language, own))) {
      expect(message.subject + message.senderName).not.toMatch(/[\r\n]/);
      expect(message.html).not.toMatch(/<script>|<b>"/);
      expect(message.html).toContain(
        language === 'ja' ? '&lt;b&gt;&quot;銀行&quot; &amp; 友' : 'O&#39;Bank &lt;script&gt;',
      );
    }
});

test('a code that is used or too old is not sent', async () => {
  const order = { id: 'mal_1', institutionId: bank, contractId: null, userId: null, now: at };
  const mail = newMail({ ...order, kind: 'email_code', to: 'taro@mail.example', data: code });
  expect(JSON.stringify(mail)).not.toContain('314159');
  const resolveSecret = async () => undefined;
  expect(await renderMail(mail, { policy, resolveSecret })).toBeUndefined();
});

test('an address that is none never gets into the outbox', () => {
  const order = { id: 'mal_1', institutionId: bank, contractId: null, userId: null, now: at };
  const to = 'taro@mail.example\r\nBcc: spy@evil.example';
  expect(() => newMail({ ...order, kind: 'email_code', to, data: code })).toThrow(
    'no mail address',
  );
});

import type { Policy } from '@warifu/engine';
import type { MailLanguage } from '../../ports/mails.ts';

/** What the templates know of the institution: its name, its words, its desk, its calendar. */
export interface Wording {
  readonly language: MailLanguage;
  readonly institution: string;
  readonly timeZone: string;
  /** What the institution calls a domain word, or the ordinary word. */
  readonly word: (name: keyof typeof ordinaryWords) => string;
  /** Where a user turns who knows nothing of it: the desk with its telephone, if it has one. */
  readonly desk: string;
}

const ordinaryWords = {
  token: { ja: 'トークン', en: 'token' },
  otp: { ja: 'ワンタイムパスワード', en: 'one-time password' },
  enrolment: { ja: '利用開始登録', en: 'registration' },
  unlock: { ja: '利用停止解除', en: 'lifting of the suspension' },
  revoke: { ja: 'トークンの失効', en: 'revocation of the token' },
} as const;

export function wordingOf(policy: Policy, language: MailLanguage): Wording {
  const { institution, labels, desks, revocation } = policy;
  const desk = desks.find(({ id }) => id === revocation.desk) ?? desks[0];
  const telephone = desk?.telephone === undefined ? '' : ` (${desk.telephone})`;
  return {
    language,
    institution: institution.name[language],
    timeZone: institution.time_zone,
    word: (name) => labels[name]?.[language] ?? ordinaryWords[name][language],
    desk: `${desk?.label[language] ?? institution.name[language]}${telephone}`,
  };
}

/** An instant on the institution's clock, as a letter of the bank has it. */
export function instantText(at: number, { language, timeZone }: Wording): string {
  const format = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone,
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  return format.format(at);
}

/** A date (YYYY-MM-DD) as a letter of the bank has it. */
export function dateText(on: string, { language }: Wording): string {
  const format = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    timeZone: 'UTC',
    dateStyle: 'long',
  });
  return format.format(Date.parse(`${on}T00:00:00Z`));
}

/** What every mail ends with. */
export function closing({ language, institution, desk }: Wording): readonly string[] {
  return language === 'ja'
    ? [
        `お心当たりのない場合は、${desk}までご連絡ください。`,
        `このメールは${institution}からお送りしています。ご返信いただいてもお答えできません。${institution}がメールでパスワードや暗証番号をお尋ねすることはありません。`,
        institution,
      ]
    : [
        `If you know nothing of this, please call ${desk}.`,
        `${institution} sent this mail; replies to it are not read. ${institution} never asks for a password or PIN by mail.`,
        institution,
      ];
}

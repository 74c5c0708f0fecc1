import type { CodeData } from '../mail-data.ts';
import type { MailBody } from './mail-body.ts';
import { closing, instantText, type Wording } from './wording.ts';

/**
 * The one mail that carries a code. The code is handed in when the mail is sent and stands nowhere
 * in the outbox. The subject does not show it: a locked phone shows subjects.
 */
export function emailCode(data: CodeData, code: string, wording: Wording): MailBody {
  const { language, institution } = wording;
  const otp = wording.word('otp');
  const until = instantText(data.expiresAt, wording);
  const operation = data.operation[language];
  if (language === 'ja')
    return {
      subject: `【${institution}】${otp}のお知らせ`,
      code,
      paragraphs: [
        `お手続き「${operation}」の${otp}は次のとおりです。`,
        `${until}まで、一度だけ使えます。ほかの人に教えたり、電話でお伝えになったりしないでください。`,
        ...closing(wording),
      ],
    };
  return {
    subject: `${institution}: your ${otp}`,
    code,
    paragraphs: [
      `Your ${otp} for “${operation}”:`,
      `It works once, until ${until}. Tell it to nobody, not on the telephone either.`,
      ...closing(wording),
    ],
  };
}

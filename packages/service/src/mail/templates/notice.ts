import type { NoticeData, NoticeTopic } from '../mail-data.ts';
import type { MailBody } from './mail-body.ts';
import { closing, dateText, instantText, type Wording } from './wording.ts';

/** What has happened, or lies ahead, with this user's means (row 31, S0-12, S0-04). */
export function notice(data: NoticeData, wording: Wording): MailBody {
  const facts = factsOf(data, wording);
  const { title, told } =
    wording.language === 'ja' ? japanese[data.topic](facts) : english[data.topic](facts);
  const { institution, language } = wording;
  return {
    subject: language === 'ja' ? `【${institution}】${title}` : `${institution}: ${title}`,
    paragraphs: [told, ...closing(wording)],
  };
}

interface Facts {
  readonly at: string;
  readonly on: string;
  /** The token in the institution's word, with the end of its serial. */
  readonly token: string;
  readonly otp: string;
  readonly enrolment: string;
  readonly unlock: string;
  readonly revoke: string;
}

function factsOf({ at, on, serialEnd }: NoticeData, wording: Wording): Facts {
  const { language, word } = wording;
  const ending =
    language === 'ja' ? `（番号の末尾 ${serialEnd}）` : ` (number ending in ${serialEnd})`;
  return {
    at: at === null ? '' : instantText(at, wording),
    on: on === null ? '' : dateText(on, wording),
    token: `${word('token')}${serialEnd === null ? '' : ending}`,
    otp: word('otp'),
    enrolment: word('enrolment'),
    unlock: word('unlock'),
    revoke: word('revoke'),
  };
}

type Texts = Readonly<
  Record<NoticeTopic, (facts: Facts) => { readonly title: string; readonly told: string }>
>;

const japanese: Texts = {
  token_bound: ({ at, token, enrolment }) => ({
    title: `${enrolment}完了のお知らせ`,
    told: `${at}に、${token}の${enrolment}が完了しました。`,
  }),
  token_revoked: ({ at, token, revoke }) => ({
    title: `${revoke}のお知らせ`,
    told: `${at}に、${token}の登録が解除されました。以後、このお客さまのお取引にはご利用いただけません。`,
  }),
  lock_lifted: ({ at, otp, unlock }) => ({
    title: `${unlock}のお知らせ`,
    told: `${at}に、${otp}の利用停止が解除されました。`,
  }),
  contact_changed: ({ at }) => ({
    title: 'メールアドレス変更のお知らせ',
    told: `${at}に、お届けのメールアドレスが変更されました。このメールは変更前のメールアドレスにもお送りしています。`,
  }),
  grace_ending: ({ on, token, enrolment }) => ({
    title: `${enrolment}のお願い`,
    told: `${token}の${enrolment}がまだ行われていません。${on}を過ぎますと、ご登録いただくまでお取引の一部をご利用いただけなくなります。お早めにお手続きください。`,
  }),
  expiry_near: ({ on, token }) => ({
    title: `${token}の有効期限のお知らせ`,
    told: `ご利用中の${token}は、${on}をもって有効期限を迎えます。期限を過ぎますとご利用いただけません。`,
  }),
  replacement_posted: ({ at, token }) => ({
    title: `${token}発送のお知らせ`,
    told: `有効期限を迎える${token}に代わる新しいものを、${at}に発送しました。お手元に届きましたら、画面の案内に沿ってご登録ください。`,
  }),
};

const english: Texts = {
  token_bound: ({ at, token }) => ({
    title: `your ${token} is registered`,
    told: `On ${at} the ${token} was registered for you.`,
  }),
  token_revoked: ({ at, token }) => ({
    title: `your ${token} is no longer registered`,
    told: `On ${at} the registration of the ${token} was ended. It no longer works for you.`,
  }),
  lock_lifted: ({ at, otp }) => ({
    title: `your ${otp} works again`,
    told: `On ${at} the suspension of your ${otp} was lifted.`,
  }),
  contact_changed: ({ at }) => ({
    title: 'your mail address was changed',
    told: `On ${at} the mail address that we have of you was changed. This mail goes to the former address as well.`,
  }),
  grace_ending: ({ on, token }) => ({
    title: `please register your ${token}`,
    told: `You have not registered your ${token} yet. After ${on} some services stay closed until you have. Please do it soon.`,
  }),
  expiry_near: ({ on, token }) => ({
    title: `your ${token} will expire`,
    told: `Your ${token} is valid through ${on}. It does not work after that day.`,
  }),
  replacement_posted: ({ at, token }) => ({
    title: `a new ${token} is on its way`,
    told: `On ${at} we posted the successor of your ${token}, which will expire. When it arrives, register it as the screen says.`,
  }),
};

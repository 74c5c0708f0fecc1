import type { IssueData } from '../mail-data.ts';
import type { MailBody } from './mail-body.ts';
import { closing, instantText, type Wording } from './wording.ts';

/**
 * トークン発行メール (S1-04, S2-02): it tells the way and carries nothing. Service ID and user ID stand
 * on the screen, the activation password is in the user's head, and none of them is ever mailed.
 */
export function softwareTokenIssue({ appLink, expiresAt }: IssueData, wording: Wording): MailBody {
  const { language, institution } = wording;
  const until = instantText(expiresAt, wording);
  const token = wording.word('token');
  const link = appLink ?? undefined;
  if (language === 'ja')
    return {
      subject: `【${institution}】${token}発行のご案内`,
      link,
      paragraphs: [
        `${institution}をご利用いただきありがとうございます。${token}の発行を承りました。次の手順で利用開始の設定を行ってください。`,
        [
          '1. スマートフォンにインストール済みのアプリを開きます。',
          `2. 金融機関の一覧から${institution}を選びます。`,
          '3. 発行画面に表示されているサービスIDとユーザIDを入力します。',
          '4. お客さまが発行画面で決めた利用開始パスワードを入力します。',
        ].join('\n'),
        `サービスID、ユーザIDおよび利用開始パスワードは、このメールには記載していません。設定は${until}までに行ってください。`,
        ...closing(wording),
      ],
    };
  return {
    subject: `${institution}: setting up your ${token}`,
    link,
    paragraphs: [
      `Thank you for using ${institution}. Your ${token} is ready to be set up:`,
      [
        '1. Open the app that you have installed on your phone.',
        `2. Choose ${institution} from the list.`,
        '3. Type the service ID and the user ID that the issue screen shows.',
        '4. Type the activation password that you chose there.',
      ].join('\n'),
      `None of the three is in this mail. Please finish by ${until}.`,
      ...closing(wording),
    ],
  };
}

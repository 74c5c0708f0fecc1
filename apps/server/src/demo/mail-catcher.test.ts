import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { startMailCatcher } from './mail-catcher.ts';
import { mailsPage } from './mails-page.ts';

test('what is sent is caught with both parts, the latest first, and shown as text', async () => {
  const catcher = await startMailCatcher(() => Date.UTC(2026, 10, 22));
  try {
    const { host, port } = catcher.settings;
    const transport = createTransport({ host, port, secure: false, ignoreTLS: true });
    const mail = { from: '"七星銀行" <no-reply@bank.example>', to: 'hanako@mail.example' };
    await transport.sendMail({ ...mail, subject: '一通目', text: '本文' });
    await transport.sendMail({
      ...mail,
      subject: '二通目 <script>',
      text: '金額 100円 & <b>',
      html: '<p>金額</p>',
    });
    transport.close();
    const [latest, first] = catcher.mails();
    expect(first).toMatchObject({ id: 1, subject: '一通目', text: '本文' });
    expect(latest).toMatchObject({
      id: 2,
      received_at: '2026-11-22T00:00:00.000Z',
      from: '七星銀行 <no-reply@bank.example>',
      to: ['hanako@mail.example'],
      text: '金額 100円 & <b>',
      html: '<p>金額</p>',
    });
    const page = mailsPage(catcher.mails());
    expect(page).toContain('二通目 &lt;script&gt;');
    expect(page).not.toContain('<b>');
    expect(page.indexOf('二通目')).toBeLessThan(page.indexOf('一通目'));
  } finally {
    await catcher.close();
  }
});

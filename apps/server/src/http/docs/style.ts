/** The look of the page: the tokens of Warifu, no font and no picture from anywhere. */
export const style = `
:root{--ink:#10242b;--ink-2:#3d5259;--ground:#eaf1ef;--ground-2:#dbe7e4;--paper:#fff;
--onando:#0c4a5b;--deep:#083543;--tint:#d4e6ea;--line:#b9c9cb;--line-strong:#5f777d}
*{box-sizing:border-box}
html{color:var(--ink);background:var(--ground);
font:17px/1.75 "BIZ UDPGothic","Hiragino Sans","Noto Sans JP",system-ui,sans-serif;
text-autospace:normal;line-break:strict;scroll-padding-top:16px}
body{margin:0 auto;max-width:1080px;padding:24px 16px 72px;overflow-wrap:anywhere}
a{color:var(--onando)}
a:focus-visible,summary:focus-visible,pre:focus-visible{outline:3px solid var(--onando);outline-offset:2px}
h1,h2,h3{line-height:1.3;text-wrap:balance;margin:0}
h1{font-size:2.25rem}h2{font-size:1.75rem;margin:72px 0 16px}h3{font-size:1.3125rem}
p{margin:8px 0}
code,pre{font-family:"IBM Plex Mono",ui-monospace,"Noto Sans Mono",monospace;font-size:.9375rem}
pre{margin:8px 0;padding:12px 16px;overflow-x:auto;line-height:1.5;background:var(--ground);border-radius:6px}
.quiet,.optional{color:var(--ink-2)}.optional{font-size:.8125rem;font-weight:400}
.skip{position:absolute;left:-999px}.skip:focus{position:static}
.index{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;margin:16px 0;padding:0}
.index a{display:inline-block;padding:9px 0}
.card{display:grid;margin:24px 0;background:var(--paper);border-radius:14px;overflow:hidden}
.ours{padding:24px;color:#fff;background:var(--onando);border-bottom:2px dashed var(--ground)}
.ours code{color:#fff}.yours{padding:16px 24px 24px;min-width:0}
.method{display:inline-block;padding:0 8px;font-weight:700;color:var(--deep);background:var(--tint);border-radius:6px}
.facts{font-size:.9375rem}
.plain{margin:24px 0;padding:16px 24px;background:var(--paper);border-radius:14px}
table{width:100%;margin:16px 0;border-collapse:collapse}
caption{text-align:left;font-weight:700}
th,td{padding:8px 8px 8px 0;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
th[scope=row]{width:40%;font-weight:400}
thead th{font-size:.9375rem;color:var(--ink-2);border-top:0}
summary{padding:9px 0;cursor:pointer;font-weight:700;color:var(--onando)}
.codes{margin:0;padding:0 0 0 20px}
@media (min-width:761px){body{padding:48px 24px 72px}
.card{grid-template-columns:minmax(0,2fr) minmax(0,3fr)}
.ours{border-bottom:0;border-right:2px dashed var(--ground)}
.codes{columns:2}}
@media (max-width:480px){.ours,.yours,.plain{padding:16px}th code{font-size:.8125rem}th[scope=row]{width:45%}}
@media print{html{background:#fff;font-size:12px}.card{break-inside:avoid}.ours{color:var(--ink);background:none}.ours code{color:var(--ink)}}
`;

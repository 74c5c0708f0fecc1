import { readFileSync } from 'node:fs';
import { parsePolicy } from './policy/parse-policy.ts';
import { walkPolicy } from './lint/walk/walk.ts';
const only=process.argv.slice(2);
let before=0;
for (const n of only.length?only:['nanahoshi','kinpo','kenyo','hokushin','komatsubara']) { const p=parsePolicy(JSON.parse(readFileSync(n.includes('/')?n:`/work/main/packages/institutions/src/policies/${n}.json`,'utf8'))); const t=performance.now(); if(!p.ok) console.log(n,p.faults); else {
 const f=walkPolicy(p.policy); const c=process.cpuUsage(); const cpu=(c.user+c.system)/1000; console.log(n, Math.round(performance.now()-t),'ms', 'cpu',Math.round(cpu-before), f.contracts,f.states,f.moves,f.complete); before=cpu; for(const d of f.deadEnds) console.log('  ',d.who.en,'|',d.stuck.operation,d.stuck.reason,d.states,'|',d.history.map(h=>h.en).join(' > ')); }}

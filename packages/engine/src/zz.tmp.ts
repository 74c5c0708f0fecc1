import { readFileSync } from 'node:fs';
import { parsePolicy } from './policy/parse-policy.ts';
import { walkPolicy, usualLimits } from './lint/walk/walk.ts';
import { worldsOf } from './lint/walk/cast.ts';
const only=process.argv.slice(2);
for (const n of only.length?only:['nanahoshi','kinpo','kenyo','hokushin','komatsubara']) { const p=parsePolicy(JSON.parse(readFileSync(`/work/main/packages/institutions/src/policies/${n}.json`,'utf8'))); const t=performance.now(); if(p.ok) {
 const ws=worldsOf(p.policy); console.log(n,'worlds',ws.length,'probes',ws[0]?.probes.length, ws.map(w=>[...w.classes.values()].join('+')+':'+w.start.view.contract.kind+w.start.view.contract.openedOn).join(' '));
 const f=walkPolicy(p.policy,{troubles:[3,3,2],states:3000}); console.log(n, Math.round(performance.now()-t),'ms', f.contracts,f.states,f.moves,f.complete); for(const d of f.deadEnds) console.log('  ',d.who.en,'|',d.stuck.operation,d.stuck.reason,d.states,'|',d.history.map(h=>h.en).join(' > ')); }}

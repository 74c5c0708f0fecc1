import { readFileSync } from 'node:fs';
import { worldsOf } from './lint/walk/cast.ts';
import { explore } from './lint/walk/walk.ts';
import { parsePolicy } from './policy/parse-policy.ts';

const [n = 'nanahoshi', k = '1', cap = '60000'] = process.argv.slice(2);
const p = parsePolicy(
  JSON.parse(readFileSync(`/work/main/packages/institutions/src/policies/${n}.json`, 'utf8')),
);
if (p.ok)
  for (const w of worldsOf(p.policy)) {
    const t = performance.now();
    const g = explore(w, { troubles: [3, 3, Number(k)], states: Number(cap) });
    console.log(
      n,
      k,
      [...w.classes.values()].join('+'),
      w.start.view.contract.kind,
      w.start.view.contract.openedOn,
      g.nodes.length,
      g.complete,
      Math.round(performance.now() - t),
    );
  }
const c = process.cpuUsage();
console.log(n, 'cpu', Math.round((c.user + c.system) / 1000), 'ms');

import { Session } from 'node:inspector';
import { rmSync, mkdirSync, existsSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { preloadWarifu } from './preload-warifu.ts';
import { warifuConfig } from './warifu-config.ts';
import { openWarifu } from '../apps/server/src/open-warifu.ts';
import { clockStartsAt, groupRange, idAt, userAt, rightCode } from './population.ts';
const dir='/var/tmp/zzprof'; const N=30000;
if (!existsSync(dir+'/warifu.sqlite')) { rmSync(dir,{recursive:true,force:true}); mkdirSync(dir,{recursive:true}); await preloadWarifu(dir,N); }
let at=clockStartsAt + 60000*Number(process.argv[2]??1);
const w=await openWarifu(warifuConfig(dir),{now:()=>at});
const range=groupRange('ordinary',N);
const reqs=Array.from({length:N},(_,i)=>{const u=userAt(range,i);return {u:idAt('usr',u),c:rightCode(u,at)}});
const client={keyId:'key_x',institutionId:'nanahoshi',scopes:new Set<string>()};
let next=0, acc=0;
async function lane(){ while(next<N){ const r=reqs[next++]!; const key=randomUUID(); const mac=w.deps.vault.mac(key+r.u);
 const res=await w.service.verify({kind:'user',userId:r.u,purpose:'one_off_transfer',otp:r.c,factors:[]},{client,source:'127.0.0.1',idempotency:{institutionId:'nanahoshi',key,inputMac:mac,at},present:(x)=>({status:200,body:JSON.stringify({result:x.ok?'accepted':'refused',retry:'none'})}),failed:{status:500,body:''}});
 if(res.kind==='done'&&res.answer.body.includes('accepted'))acc++; } }
const s=new Session(); s.connect(); const post=(m:string)=>new Promise<any>((ok,no)=>s.post(m,(e:any,r:any)=>e?no(e):ok(r)));
await post('Profiler.enable'); await post('Profiler.start');
const c0=process.cpuUsage(), t0=performance.now();
await Promise.all(Array.from({length:64},lane));
const c=process.cpuUsage(c0); console.log('accepted',acc,'cpu us each',(c.user+c.system)/N,'user',c.user/N,'sys',c.system/N,'rps',N/((performance.now()-t0)/1000));
const {profile}=await post('Profiler.stop');
const self=new Map<string,number>(); const byId=new Map(profile.nodes.map((n:any)=>[n.id,n]));
const dt=profile.timeDeltas; profile.samples.forEach((id:number,i:number)=>{const n:any=byId.get(id); const k=n.callFrame.functionName+' '+n.callFrame.url.split('/').slice(-3).join('/')+':'+n.callFrame.lineNumber; self.set(k,(self.get(k)??0)+dt[i]);});
for(const [k,v] of [...self].sort((a,b)=>b[1]-a[1]).slice(0,45)) console.log((v/N).toFixed(2).padStart(7),k);
await w.close();

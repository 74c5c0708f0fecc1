import { policySchema, type SchemaNode } from './policy/schema-node.ts';
const out:string[]=[];
function walk(n:SchemaNode,path:string){ for(const [k,v] of Object.entries(n.properties??{})){ if(!v.description) out.push(`${path}/${k}`); walk(v,`${path}/${k}`);} for (const v of Object.values(n.patternProperties??{})) walk(v,path+'/*'); if(n.items) walk(n.items,path+'/0'); for(const b of n.anyOf??[]) walk(b,path);}
walk(policySchema(),''); console.log(out.length); console.log(out.join('\n'));

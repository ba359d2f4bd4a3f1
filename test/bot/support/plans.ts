import { z } from 'zod';
import type { Store } from '../../../src/bot/repositories/index.js';

import type { PrismaClient } from '../../../src/generated/prisma/client.js';

/** A node of a plan, as EXPLAIN (ANALYZE, FORMAT JSON) prints it. */
interface PlanNode {
  readonly type: string;
  readonly table?: string;
  readonly index?: string;
  /** All loops together, with those that a filter left out. */
  readonly rows: number;
}

interface ExplainedStatement {
  readonly sql: string;
  readonly ms: number;
  readonly nodes: readonly PlanNode[];
}

interface Json {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Json[];
}

/** Runs some work, and then each of its reading statements again with its plan. */
export type Explain = (work: () => Promise<unknown>) => Promise<ExplainedStatement[]>;

/** Of a store that was opened with something that hears its statements. */
export function explainer(store: Store): Explain {
  let heard: { readonly sql: string; readonly values: readonly unknown[] }[] | undefined;
  (store.client as PrismaClient<'query'>).$on('query', ({ query, params }) => {
    if (/^\s*(SELECT|WITH)/i.test(query) && !/INSERT INTO|pg_advisory/i.test(query))
      heard?.push({ sql: query, values: z.array(z.unknown()).parse(JSON.parse(params)) });
  });
  return async (work) => {
    const statements: typeof heard = (heard = []);
    await work();
    heard = undefined;
    const explained: ExplainedStatement[] = [];
    for (const { sql, values } of statements) {
      const [row] = await store.client.$queryRawUnsafe<[{ 'QUERY PLAN': [{ Plan: Json; 'Execution Time': number }] }]>(
        `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`,
        ...values,
      );
      const [{ Plan, 'Execution Time': ms }] = row['QUERY PLAN'];
      explained.push({ sql, ms, nodes: nodesOf(Plan) });
    }
    return explained;
  };
}

function nodesOf(json: Json): PlanNode[] {
  const { 'Relation Name': table, 'Index Name': index } = json;
  const rows = (json['Actual Rows'] + (json['Rows Removed by Filter'] ?? 0)) * json['Actual Loops'];
  const node = {
    type: json['Node Type'],
    rows,
    ...(table !== undefined && { table }),
    ...(index !== undefined && { index }),
  };
  return [node, ...(json.Plans ?? []).flatMap(nodesOf)];
}

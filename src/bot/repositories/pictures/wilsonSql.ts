import { Prisma } from '../../../generated/prisma/client.js';

/** `wilsonScore` of `community` in SQL, for columns of type float8; 0 without votes. A test holds both against each other. */
export function wilsonSql(likes: Prisma.Sql, votes: Prisma.Sql): Prisma.Sql {
  const z = 1.959964;
  const share = Prisma.sql`(${likes} / ${votes})`;
  // Constants stand in the statement itself: as parameters they would have no type.
  const [z1, z2] = [Prisma.raw(String(z)), Prisma.raw(String(z ** 2))];
  return Prisma.sql`CASE WHEN ${votes} > 0 THEN greatest(0::float8, (${share} + ${z2} / (2 * ${votes})
    - ${z1} * sqrt(${share} * (1 - ${share}) / ${votes} + ${z2} / (4 * ${votes} * ${votes}))) / (1 + ${z2} / ${votes})) ELSE 0::float8 END`;
}

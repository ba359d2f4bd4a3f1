/** Once a run, before all tests: says which modes of the bot are tested. @throws where only one server is named */
export default function servers(): void {
  const missing = ['TEST_DATABASE_URL', 'TEST_REDIS_URL'].filter((name) => !process.env[name]);
  if (missing.length === 1) throw new Error(`${missing[0]} is not set: give both servers, or neither`);
  if (missing.length === 2)
    process.stdout.write(
      'The bot is tested in embedded mode alone; scripts/test-servers.sh npm test adds Postgres and Redis.\n',
    );
}

/** What Cloudflare answers in Discord's place to who is kept out: HTML, and no field of Discord's. */
export function proxyAnswer(retryAfterMs?: number) {
  return {
    status: 429,
    body: '<!DOCTYPE html>\n<html><head><title>Access denied</title></head><body>error code: 1015</body></html>',
    headers: {
      'content-type': 'text/html; charset=UTF-8',
      ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) }),
    },
  };
}

import { describe, expect, test } from 'vitest';
import { allowedUrl, discordHosts } from '../../../src/bot/discord/attachmentHosts.js';

describe('an attachment may be fetched from', () => {
  test.each([
    'https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&is=2&hm=3',
    'https://media.discordapp.net/ephemeral-attachments/1/2/a.png',
    'https://CDN.discordapp.com/a.png',
    'https://cdn.discordapp.com:443/a.png',
    // Other spellings of the same address: what is fetched is what they were read as.
    'https://cdn.discordapp.com:0443/a.png',
    'https://cdn。discordapp。com/a.png',
    'https://cdn%2ediscordapp%2ecom/a.png',
    'https:\\\\cdn.discordapp.com\\@evil.example\\a.png',
  ])('%s', (url) => {
    expect(allowedUrl(url, discordHosts)?.hostname).toMatch(/^(cdn\.discordapp\.com|media\.discordapp\.net)$/);
  });

  test('the playground’s own host and port, by plain http, where it is named', () => {
    expect(allowedUrl('http://127.0.0.1:8080/a.png', discordHosts, ['127.0.0.1:8080'])?.href).toBe(
      'http://127.0.0.1:8080/a.png',
    );
  });
});

describe('an attachment may not be fetched from', () => {
  test.each([
    ['plain http', 'http://cdn.discordapp.com/a.png'],
    ['another scheme', 'file:///etc/passwd'],
    ['another scheme of the same host', 'ftp://cdn.discordapp.com/a.png'],
    ['an inline image', 'data:image/png;base64,AAAA'],
    ['an inner address', 'blob:https://cdn.discordapp.com/1234'],
    ['an address without a scheme', '//cdn.discordapp.com/a.png'],
    ['the domain alone', 'https://discordapp.com/a.png'],
    ['the names mixed up', 'https://media.discordapp.com/a.png'],
    ['a longer name', 'https://cdn.discordapp.com.evil.example/a.png'],
    ['a longer name, escaped', 'https://cdn.discordapp.com%2eevil.example/a.png'],
    ['a longer name behind a zero', 'https://cdn.discordapp.com%00.evil.example/a.png'],
    ['a name that ends like it', 'https://evilcdn.discordapp.com/a.png'],
    ['a subdomain', 'https://x.cdn.discordapp.com/a.png'],
    ['a trailing dot', 'https://cdn.discordapp.com./a.png'],
    ['a look-alike letter', 'https://cdn.dıscordapp.com/a.png'],
    ['a Cyrillic letter', 'https://сdn.discordapp.com/a.png'],
    ['a Cyrillic letter, as punycode', 'https://xn--dn-rlc.discordapp.com/a.png'],
    ['another port', 'https://cdn.discordapp.com:8443/a.png'],
    ['the port of http', 'https://cdn.discordapp.com:80/a.png'],
    ['port 0', 'https://cdn.discordapp.com:0/a.png'],
    ['userinfo that looks like it', 'https://cdn.discordapp.com@evil.example/a.png'],
    ['userinfo before it', 'https://user:pass@cdn.discordapp.com/a.png'],
    ['userinfo without a name', 'https://:@evil.example/a.png'],
    ['userinfo escaped', 'https://cdn.discordapp.com%40evil.example/a.png'],
    ['a backslash', 'https://evil.example\\@cdn.discordapp.com/a.png'],
    ['loopback', 'https://127.0.0.1/a.png'],
    ['loopback as one number', 'https://2130706433/a.png'],
    ['loopback in octal', 'https://0177.0.0.1/a.png'],
    ['loopback by name, at the playground’s port', 'http://localhost:8080/a.png'],
    ['the playground’s port by https', 'https://127.0.0.1:8080/a.png'],
    ['the playground in IPv6', 'http://[::ffff:127.0.0.1]:8080/a.png'],
    ['userinfo before the playground', 'http://cdn.discordapp.com@127.0.0.1:8080/a.png'],
    ['every interface', 'http://0.0.0.0:8080/a.png'],
    ['IPv6 loopback', 'https://[::1]/a.png'],
    ['IPv4 in IPv6', 'https://[::ffff:169.254.169.254]/latest/meta-data'],
    ['IPv6 of the link', 'https://[fe80::1]/a.png'],
    ['IPv6 with the name in it', 'https://[::1]cdn.discordapp.com/a.png'],
    ['another playground’s port', 'http://127.0.0.1:8081/a.png'],
    ['no address', 'cdn.discordapp.com/a.png'],
  ])('%s', (_what, url) => {
    expect(allowedUrl(url, discordHosts, ['127.0.0.1:8080'])).toBeUndefined();
  });
});

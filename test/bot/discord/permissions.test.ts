import { PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { inviteLink, missingPermissions, needed } from '../../../src/bot/discord/permissions.js';

const all = new PermissionsBitField(needed);

describe('permissions of the bot', () => {
  test('are enough where it has those of the invite link', () => {
    expect([missingPermissions(all, false), missingPermissions(all, true)]).toEqual([[], []]);
  });

  test('are named where they are missing', () => {
    expect(missingPermissions(new PermissionsBitField(PermissionFlagsBits.ViewChannel), false)).toEqual([
      'SendMessages',
      'AttachFiles',
      'ReadMessageHistory',
    ]);
  });

  test('differ in a thread', () => {
    const withoutThreads = new PermissionsBitField(all).remove(PermissionFlagsBits.SendMessagesInThreads);
    expect(missingPermissions(withoutThreads, true)).toEqual(['SendMessagesInThreads']);
    expect(missingPermissions(withoutThreads, false)).toEqual([]);
  });
});

test('the invite link asks for these and no others', () => {
  const link = new URL(inviteLink('123'));
  expect(link.searchParams.get('client_id')).toBe('123');
  expect(new PermissionsBitField(BigInt(link.searchParams.get('permissions') ?? '')).toArray().sort()).toEqual([
    'AttachFiles',
    'ReadMessageHistory',
    'SendMessages',
    'SendMessagesInThreads',
    'ViewChannel',
  ]);
});

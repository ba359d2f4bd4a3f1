import { describe, expect, it } from 'vitest';
import { isTransient } from '../../src/bot/transient.js';

const named = (name: string, fields: object, message = ''): Error =>
  Object.assign(new Error(message), { name, ...fields });
/** As Prisma throws what a driver adapter reports. */
const prisma = (code: string, cause: object): Error =>
  named('PrismaClientKnownRequestError', { code, meta: { driverAdapterError: { name: 'DriverAdapterError', cause } } });

describe('passes by itself', () => {
  it.each([
    ['a database that is not there', prisma('P1001', { kind: 'DatabaseNotReachable', host: '127.0.0.1', port: 1 })],
    ['the same, asked in SQL', prisma('P2010', { kind: 'DatabaseNotReachable', host: '127.0.0.1', port: 1 })],
    ['a database that is shut down', prisma('P2010', { originalCode: '57P01', kind: 'postgres', code: '57P01' })],
    ['a transaction that could not begin', prisma('P2028', {})],
    ['two transactions that met', prisma('P2034', { kind: 'TransactionWriteConflict', originalCode: '40P01' })],
    ['a full disk', prisma('P2010', { originalCode: '53100', kind: 'postgres' })],
    ['a full disk below the image store', named('Error', { code: 'ENOSPC' })],
    ['a lost connection', named('Error', { code: 'ECONNRESET' })],
    ['behind another error', new Error('the image is not kept', { cause: named('Error', { code: 'ETIMEDOUT' }) })],
    ['one of several addresses', new AggregateError([named('Error', { code: 'ECONNREFUSED' })])],
    ['Redis is gone', new Error('Connection is closed.')],
    ['Redis loads its data', named('ReplyError', {}, 'LOADING Redis is loading the dataset in memory')],
    ['Redis was asked too often', named('MaxRetriesPerRequestError', {})],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(true);
  });
});

describe('stays as it is', () => {
  it.each([
    ['what the database cannot hold', prisma('P2010', { originalCode: '22P02', kind: 'InvalidInputValue' })],
    ['a row that is there already', prisma('P2002', { originalCode: '23505', kind: 'UniqueConstraintViolation' })],
    ['a table that is missing', prisma('P2021', { originalCode: '42P01', kind: 'TableDoesNotExist' })],
    ['a command that Redis does not know', named('ReplyError', {}, 'ERR unknown command')],
    ['a mistake', new TypeError('x is undefined')],
    ['what is no error', 'Connection is closed.'],
  ])('%s', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });

  it('an error that is behind itself', () => {
    const error = new Error('round');
    error.cause = error;
    expect(isTransient(error)).toBe(false);
  });
});

import TinyQueue from 'tinyqueue';
import type { SpentCost, WaitingRequest } from '../repositories/index.js';
import { costUnits, isOlder, patienceTurns } from './fairness.js';

/** A request with the lines in which it stands. */
interface Waiting {
  readonly request: WaitingRequest;
  /** Its place among all by age. */
  readonly age: number;
  readonly guild: Guild;
  readonly member: Line;
  isTaken: boolean;
}

/** Requests of a member in a guild, or of all in a guild: the oldest first, those before `next` are taken. */
interface Line {
  readonly requests: Waiting[];
  next: number;
  /** Units of cost that count against them. */
  spent: number;
  /** Changes whenever what it is ordered by does: entries of a heap with another number are old. */
  version: number;
  /** Its place in the order is to be found anew. */
  moved: boolean;
}

interface Guild extends Line {
  readonly members: Map<string, Line>;
  readonly order: Order<Line>;
}

/**
 * The rule of `nextRequest` over many turns, O(log n) each: waiting requests of one kind (all in the foreground or all in the
 * background), and what was spent. A test compares both.
 */
export class FairQueue {
  /** The oldest first. */
  readonly #waiting: readonly Waiting[];
  #next = 0;
  readonly #guilds = new Map<string, Guild>();
  readonly #order = new Order<Guild>();

  constructor(requests: readonly WaitingRequest[]) {
    const sorted = [...requests].sort((a, b) => (isOlder(a, b) ? -1 : 1));
    this.#waiting = sorted.map((request, age) => {
      const waiting = { request, age, isTaken: false, ...this.#linesOf(request) };
      waiting.guild.requests.push(waiting);
      waiting.member.requests.push(waiting);
      return waiting;
    });
    for (const guild of this.#guilds.values()) {
      for (const member of guild.members.values()) guild.order.move(member);
      this.#order.move(guild);
    }
  }

  /** Counts `cost` against a member and their guild; a negative one does not count any more. */
  spend({ guildId, memberId }: Pick<SpentCost, 'guildId' | 'memberId'>, cost: number): void {
    // Nobody of theirs waits: nothing depends on it.
    const guild = this.#guilds.get(guildId);
    if (!guild) return;
    const units = cost < 0 ? -costUnits(-cost) : costUnits(cost);
    guild.spent += units;
    this.#order.move(guild);
    const member = guild.members.get(memberId);
    if (!member) return;
    member.spent += units;
    guild.order.move(member);
  }

  /** Takes out the request of a turn, counted from 1; undefined where none waits. */
  take(turn: number): WaitingRequest | undefined {
    const taken = turn % patienceTurns === 0 ? this.#waiting[this.#next] : this.#fairest();
    if (!taken) return undefined;
    taken.isTaken = true;
    const { guild, member } = taken;
    member.next = untaken(member.requests, member.next);
    guild.next = untaken(guild.requests, guild.next);
    this.#next = untaken(this.#waiting, this.#next);
    guild.order.move(member);
    this.#order.move(guild);
    return taken.request;
  }

  #fairest(): Waiting | undefined {
    const member = this.#order.first()?.order.first();
    return member?.requests[member.next];
  }

  #linesOf({ guildId, memberId }: WaitingRequest): { readonly guild: Guild; readonly member: Line } {
    let guild = this.#guilds.get(guildId);
    if (!guild) {
      guild = { ...emptyLine(), members: new Map(), order: new Order<Line>() };
      this.#guilds.set(guildId, guild);
    }
    let member = guild.members.get(memberId);
    if (!member) {
      member = emptyLine();
      guild.members.set(memberId, member);
    }
    return { guild, member };
  }
}

/** A line where it stood in the order when it was added to a heap. */
interface Entry<L extends Line> {
  readonly line: L;
  readonly version: number;
  readonly spent: number;
  /** The age of its oldest request. */
  readonly age: number;
}

/** Lines by what was spent. Those that moved are put in their place when somebody asks, however often they moved. */
class Order<L extends Line> {
  readonly #heap = new TinyQueue<Entry<L>>([], compare);
  #moved: L[] = [];

  move(line: L): void {
    if (line.moved) return;
    line.moved = true;
    this.#moved.push(line);
  }

  /** The line that stands first, of those that have requests. */
  first(): L | undefined {
    for (const line of this.#moved) {
      line.moved = false;
      line.version++;
      const { version, spent, requests, next } = line;
      if (next < requests.length) this.#heap.push({ line, version, spent, age: requests[next].age });
    }
    this.#moved = [];
    const heap = this.#heap;
    let least = heap.peek();
    while (least && least.version !== least.line.version) {
      heap.pop();
      least = heap.peek();
    }
    return least?.line;
  }
}

/** Where the first that is not taken stands, from `next` on. */
function untaken(requests: readonly Waiting[], next: number): number {
  let at = next;
  while (at < requests.length && requests[at].isTaken) at++;
  return at;
}

function emptyLine(): Line {
  return { requests: [], next: 0, spent: 0, version: 0, moved: false };
}

/** Who spent least, of equals who has the oldest request. */
function compare(a: Entry<Line>, b: Entry<Line>): number {
  return a.spent - b.spent || a.age - b.age;
}

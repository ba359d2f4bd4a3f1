import { equalGain } from '../aesthetic/personalise.js';
import type { PackSettings } from '../pack/settings.js';
import type { AestheticTarget, Notice } from '../types.js';

/** The cosine that a strength aims for, cos₀ + s·(c★ − cos₀); none where there is nothing to do. */
export function goalOf(before: number, strength: number, full: number): { goal?: number; notices: Notice[] } {
  if (strength === 0) return { notices: [] };
  if (before >= full) return { notices: [{ code: 'alreadyClose', cosine: before, full }] };
  return { goal: Math.min(equalGain.maxGoal, before + strength * (full - before)), notices: [] };
}

/** A notice where the ascent ended at its most steps without reaching the goal. */
export function maxStepsNotices(
  steps: number,
  after: number,
  goal: number,
  maxSteps: number = equalGain.maxSteps,
): Notice[] {
  if (steps < maxSteps || Math.abs(after - goal) < equalGain.tolerance) return [];
  return [{ code: 'stepsUsedUp', steps, cosine: after, goal }];
}

/** A notice where the pack's strengths were not measured for this kind of aesthetic. */
export function unmeasured({ strength }: PackSettings, kind: AestheticTarget['kind']): Notice[] {
  if (strength[kind].measured) return [];
  return [{ code: 'strengthUnmeasured', kind, cosine: strength[kind].cosine }];
}

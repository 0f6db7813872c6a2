// Who may do what to whom (contract, section 3.11).

import { Refusal } from './refusal.js';

const RANK = { read_only: 0, member: 1, moderator: 2, owner: 3 };

export const isRole = (role) => typeof role === 'string' && Object.hasOwn(RANK, role);
export const outranks = (role, other) => RANK[role] > RANK[other];

export function mustManage(member) {
  if (!outranks(member.role, 'member')) throw new Refusal('FORBIDDEN');
}

/** Owners may touch everybody, moderators those below them. */
export function mustGovern(actor, target) {
  if (actor.role !== 'owner' && !outranks(actor.role, target.role)) throw new Refusal('FORBIDDEN');
}

export function mustBeAbleToGive(actor, role) {
  if (actor.role !== 'owner' && !outranks(actor.role, role)) throw new Refusal('FORBIDDEN');
}

/** The new owner among those who stay, who come in the order of their joining (ROLE-SUCC-02). */
export function heirAmong(humans) {
  return humans.reduce((heir, human) => (!heir || outranks(human.role, heir.role) ? human : heir), null);
}

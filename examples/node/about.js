// What this server is and which optional parts of the contract it keeps.

export const SERVER = { name: 'witness-chat', version: '1.0.0' };
export const CAPABILITIES = { invites: {}, roles: {}, presence: {}, typing: {}, receipts: {} };

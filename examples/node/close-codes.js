// Why this server closes a connection (contract, section 4.15). Broken framing, text that is not UTF-8 and
// messages too large are closed by `ws`, with 1002, 1007 and 1009.

export const DONE = 1000;
export const GOING_AWAY = 1001;
export const NO_BINARY = 1003;
export const TRY_AGAIN = 1013;
export const TOKEN_EXPIRED = 4401;
export const REMOVED = 4403;
export const SILENT = 4408;
export const TOO_SLOW = 4413;

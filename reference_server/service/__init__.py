"""The operations, one function each, used alike by REST and the socket."""

"""Pure decisions: values in, values out; no clock, no random numbers, no input or output."""

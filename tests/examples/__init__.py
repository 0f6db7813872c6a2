"""The committed examples: how each is made, so that anybody can make it again and hold it against what is committed."""

"""From the record of a failed check to one Python file that shows the failure again.

```
record -> story (pure) -> text (pure) -> trial (a child process) -> shrunk story (pure, asks the trial) -> text
```

`telling/` makes the story (`story/`) of the record, `render/` the text of the story, `producing.py` goes the whole way.

Rules
-----
1. **The file stands alone.**  It imports the standard library, httpx and websockets.  The very rule that failed is
   copied into it, with everything that the rule refers to, so that a reader sees what is asserted.
2. **Nothing of the record is interpreted.**  What a server or a foreign file says becomes a Python literal or a comment
   of printable characters, and nothing else.
3. **Nothing is claimed that was not seen.**  The heading tells how often the file failed in the same way; what this
   cannot show is refused in one line that says why.
4. **What is left out is left out with a control.**  A shorter story counts only where it still fails on the server and
   still holds on the reference server; otherwise shrinking would find a story that nobody could pass.
"""

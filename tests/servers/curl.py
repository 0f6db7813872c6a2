"""What of curl the printed lines use, for machines that have none: ``curl -s -H HEADER... URL [-d BODY]``.

Any other option is an error: a line that needs more must be tried with curl itself.
"""

from __future__ import annotations

import argparse
import sys
import urllib.request


def main() -> None:
    """Send one request, and print what came."""
    parser = argparse.ArgumentParser()
    parser.add_argument("-s", action="store_true", required=True)
    parser.add_argument("-H", dest="headers", action="append", default=[])
    parser.add_argument("-d", dest="body")
    parser.add_argument("url")
    asked = parser.parse_args()
    headers = dict(header.split(": ", 1) for header in asked.headers)
    body = None if asked.body is None else asked.body.encode()
    request = urllib.request.Request(asked.url, body, headers)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
        sys.stdout.write(answer.read().decode())


if __name__ == "__main__":
    main()

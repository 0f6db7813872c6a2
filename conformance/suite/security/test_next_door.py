"""Nothing leaks from one conversation into another, nor to those who have just left."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import isolation as im
from conformance.stage import Stage, check, isolation
from conformance.stage import conversations as verbs
from conformance.stage.limits import queue_limit

TIMES = 8


@check("isolation.under-load", "ISO-LOAD-01")
def test_busy_conversations_do_not_mix(stage: Stage) -> None:
    """In several conversations everybody talks at once, and one person in all of them; on each connection comes its own
    conversation only."""
    times = min(TIMES, queue_limit(stage) // 2 or 1)
    talking, listening, busy = [], [], []
    zoe = stage.person("zoe")
    for number in range(stage.rounds(6, least=3)):
        alice, bob = stage.people(f"alice{number}", f"bob{number}")
        room = alice.creates(bob, zoe)
        listening.append(bob.connects(room))
        talking.append(alice.connects(room))
        busy.append(zoe.connects(room))
    canaries = [stage.fresh("canary") for _ in talking]
    lines = [*canaries, *(f"zoe says {canary}" for canary in canaries)]
    for tab, sent in isolation.all_talk([*talking, *busy], lines, times):
        tab.acknowledges(sent)
    for tab in (*talking, *listening, *busy):
        tab.barrier()
        stage.judge("ISO-LOAD-01", im.only_of, tab.events, conversation_id=tab.room.id)
    for index, canary in enumerate(canaries):
        stage.never_reaches("ISO-LOAD-01", canary, *(tab for other, tab in enumerate(listening) if other != index))


@check("isolation.after-leaving", "ISO-FORMER-03")
def test_who_has_left_hears_nothing_more(stage: Stage) -> None:
    """Bob leaves, and at once something is said: carol hears it, bob's connection ends without it, and the list of his
    conversations, which he has just looked at, does not show it."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    leaving, listening, talking = bob.connects(room), carol.connects(room), alice.connects(room)
    leaving.hears(talking.says("while bob is here"))
    # What he was shown a moment ago, a server may have kept at hand.
    verbs.all_listed(bob, [room.id], limit=20)
    bob.leaves(room)
    secret = stage.fresh("canary")
    for number in range(stage.rounds(5, least=2)):
        listening.hears(talking.says(f"{secret} {number}"))
        isolation.walks_list(bob, limit=20)
    left = listening.until(
        "MEM-LEAVE-02", m.frame_has, awaited="participant_left of bob", fields={"type": "participant_left"}
    )
    leaving.ends("MEM-LEAVE-03", stage.settle_s)
    stage.judge("ISO-FORMER-03", im.nothing_above, leaving.events, sequence_id=left.frame["sequence_id"])
    stage.judge("ISO-FORMER-03", m.nobody_received, isolation.told(stage, "bob"), canary=secret, people=["bob"])


@check("isolation.list", "ISO-LIST-01")
def test_the_list_holds_ones_own_conversations_only(stage: Stage) -> None:
    """Eve walks her list page by page; what alice has made in between is on none of them."""
    alice, eve = stage.people("alice", "eve")
    others = []
    for access in ("invite", "open"):
        eve.creates()
        room = alice.creates(access=access)
        alice.says(room, "this is not for eve", via="rest")
        others.append(room.id)
    eve.creates()
    for limit in (1, 2, 100):
        stage.judge("ISO-LIST-01", im.lists_none_of, isolation.walks_list(eve, limit), ids=others)


@check("isolation.list-of-a-namesake", "ISO-LIST-01", needs=("mint",))
def test_the_list_of_a_namesake_is_another_list(stage: Stage) -> None:
    """Ids that begin, end or are written like alice's are of other people; what she has made is on none of their
    lists."""
    alice = stage.person("alice")
    room = alice.creates()
    for namesake in (alice.id[:-1], alice.id[1:], f"{alice.id}0", alice.id.upper(), "%", "_" * len(alice.id)):
        other = verbs.person_with(stage, namesake)
        stage.judge("ISO-LIST-01", im.lists_none_of, isolation.walks_list(other, 100), ids=[room.id])


@check("isolation.ephemeral", "ISO-EPHEM-01")
def test_what_is_not_stored_does_not_reach_outsiders_either(stage: Stage) -> None:
    """Who comes, types and reads is shown to alice; eve, in a conversation of her own, is shown nothing of it."""
    offered = {"typing", "presence", "receipts"}.intersection(stage.demanded)
    if not offered:
        stage.never_provoked("the profile demands no capability that brings ephemeral events")
    alice, bob, eve = stage.people("alice", "bob", "eve")
    room = alice.creates(bob)
    outside, watching = eve.connects(eve.creates()), alice.connects(room)
    tab = bob.connects(room)
    if "presence" in offered:
        watching.until("PRES-UPDATE-01", m.frame_has, awaited="bob online", fields={"type": "participant_update"})
    if "typing" in offered:
        tab.sends({"type": "typing", "isTyping": True})
        watching.until("TYP-SHOW-01", m.frame_has, awaited="bob typing", fields={"type": "typing", "isTyping": True})
    if "receipts" in offered:
        said = watching.says("read this")
        tab.hears(said)
        tab.sends({"type": "read", "sequence_id": said.sequence_id})
        told = {"type": "read", "participantId": bob.id}
        watching.until("READ-SHOW-01", m.frame_has, awaited="bob has read", fields=told)
    stage.never_reaches("ISO-EPHEM-01", room.id, outside)


@check("isolation.ephemeral-after-leaving", "ISO-EPHEM-01")
def test_who_has_left_is_shown_nothing_of_the_moment(stage: Stage) -> None:
    """Carol leaves; then dave comes, types and reads, which alice is shown; carol's connection ends without it."""
    offered = {"typing", "presence", "receipts"}.intersection(stage.demanded)
    if not offered:
        stage.never_provoked("the profile demands no capability that brings ephemeral events")
    alice, carol, dave = stage.people("alice", "carol", "dave")
    room = alice.creates(carol, dave)
    watching, leaving = alice.connects(room), carol.connects(room)
    said = watching.says("read this")
    carol.leaves(room)
    tab = dave.connects(room)
    if "typing" in offered:
        tab.sends({"type": "typing", "isTyping": True})
        watching.until("TYP-SHOW-01", m.frame_has, awaited="dave typing", fields={"type": "typing", "isTyping": True})
    if "receipts" in offered:
        tab.sends({"type": "read", "sequence_id": said.sequence_id})
        told = {"type": "read", "participantId": dave.id}
        watching.until("READ-SHOW-01", m.frame_has, awaited="dave has read", fields=told)
    leaving.ends("MEM-LEAVE-03", stage.settle_s)
    stage.judge("ISO-EPHEM-01", im.no_whisper_about, leaving.events, participant=dave.id)


@check("isolation.private-data", "ISO-EXTRA-01", needs=("mint",))
def test_nobody_is_shown_what_another_persons_token_says(stage: Stage) -> None:
    """Alice's token holds a mail address; bob looks at everything that shows alice, and sees neither."""
    address = f"{stage.fresh('alice')}@mail.chat-conformance.test"
    alice = stage.person("alice", email=address, preferred_username=address)
    bob = stage.person("bob")
    room = alice.creates(bob)
    tab = bob.connects(room)
    said = alice.says(room, "hello bob", via="ws")
    tab.hears(said)
    bob.reads_events(room, after=0)
    whole = bob.request("GET", room.resource)
    stage.judge("CONV-GET-01", m.status_is, whole.event, expected=[200])
    isolation.walks_list(bob, limit=100)
    seen = isolation.told(stage, "bob")
    for secret in (address, alice.token):
        stage.judge("ISO-EXTRA-01", m.nobody_received, seen, canary=secret, people=["bob"])

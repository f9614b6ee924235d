"""A first conversation with masteryd: one item of each unit, and four ways to answer."""
import json
import sys
import time

import zmq


def connect(endpoint):
    socket = zmq.Context.instance().socket(zmq.REQ)
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.RCVTIMEO, 10000)
    socket.connect(endpoint)
    return socket


def ask(socket, operation, request):
    socket.send_multipart([operation.encode(), json.dumps(request).encode()])
    status, body = socket.recv_multipart()
    reply = json.loads(body)
    if status != b"ok":
        raise SystemExit(f"{operation}: {status.decode()}: {reply.get('message')}")
    return reply


def show(item, typed, reply, remark):
    print(f"\n  {item['prompt']['text']}")
    print(f"    a learner types   {typed}")
    print(f"    masteryd says     {reply['verdict']}: {reply['feedback']}")
    if reply["read"]:
        print(f"    it read           {reply['read']['text']}")
    for note in reply["notes"]:
        if note.get("at") is not None:
            seen = typed[note["at"]:note["at"] + note["length"]]
            print(f"    it stopped at     {seen!r}, after {note['at']} characters")
        print(f"    note              {note['code']}: {note['message']}")
    for guess in reply["diagnosis"]:
        print(f"    probably because  {guess['misconception']}")
    print(f"    {remark}")


def make(socket, **request):
    reply = ask(socket, "generate", {"seed": int(time.time()), "key": True, "predict": True, **request})
    return reply["items"][0]


def check(socket, item, typed):
    return ask(socket, "check", {"item": item["item"], "answer": typed})


def expect(reply, verdict):
    if reply["verdict"] != verdict:
        raise SystemExit(f"expected {verdict}, got {json.dumps(reply)}")


def main(endpoint):
    socket = connect(endpoint)
    hello = ask(socket, "ping", {})
    print(f"masteryd {hello['version']} answers on {endpoint}. Four units, four answers:")

    item = make(socket, unit="negative-numbers", level=1)
    typed = item["key"]["expected"]
    reply = check(socket, item, typed)
    show(item, typed, reply, "Right: the value is proved equal, not compared with a list of strings.")
    expect(reply, "correct")

    item = make(socket, family="exp-evaluate-power", level=1)
    wrong = item["key"]["misconceptions"][0]
    reply = check(socket, item, wrong["gives"])
    show(item, wrong["gives"], reply, "Wrong: and it says which belief gives just this answer.")
    expect(reply, "incorrect")

    item = make(socket, family="negexp-integer-base", level=1)
    typed = item["key"]["ask"]
    reply = check(socket, item, typed)
    show(item, typed, reply, "Wrong form: right in value, and told what is still to do.")
    expect(reply, "wrong_form")

    item = make(socket, family="log-evaluate-whole-number", level=1)
    reply = check(socket, item, "2 3")
    show(item, "2 3", reply, "Unreadable: never guessed at, never penalised; it says where and why.")
    expect(reply, "unreadable")
    hint = ask(socket, "hint", {"item": item["item"], "number": 1})
    print(f"    asked for a hint  {hint['hint']}")

    print("\nThe same over the wire (the sealed item carries its own question, so nothing is stored):")
    request = {"item": item["item"][:24] + "...", "answer": item["key"]["expected"]}
    print(f"  -> check {json.dumps(request)}")
    print(f"  <- ok    {json.dumps(check(socket, item, item['key']['expected']))}")


if __name__ == "__main__":
    main(sys.argv[1])

"""`tocsin sync` against a real PostgreSQL: converging, dying in the middle, and what it must refuse."""

import fcntl
import os
import pathlib
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from cluster import Cluster
from journals import Journal

program, work = sys.argv[1], pathlib.Path(sys.argv[2])
kills = int(os.environ.get("TOCSIN_SYNC_KILLS", "40"))
# Told to end, it ends its server first.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
cluster = Cluster(tempfile.mkdtemp(dir=work, prefix="pg"))
cluster.start()


class Machine:
    """A team's folder, and the program at it."""

    def __init__(self, team, name):
        self.team = team
        self.folder = work / team / name
        self.folder.mkdir(parents=True)
        self.process = None

    def path(self, annotator):
        return self.folder / f"{annotator}.journal.jsonl"

    def bytes(self, annotator):
        path = self.path(annotator)
        return path.read_bytes() if path.exists() else b""

    def command(self, address, *words):
        return [program, "sync", self.folder, address or cluster.address(), "--team", self.team, *words]

    def once(self, address=None, status=0, **others):
        done = subprocess.run(
            self.command(address, "--once"), capture_output=True, text=True, timeout=120, **others)
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        self.output, self.errors = done.stdout, done.stderr
        return self

    def start(self, address=None):
        self.log = open(self.folder.with_suffix(".log"), "ab")
        self.process = subprocess.Popen(self.command(address), stdout=self.log, stderr=self.log)
        return self

    def said(self):
        return self.folder.with_suffix(".log").read_text()

    def kill(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        status = self.process.wait(timeout=60)
        self.log.close()
        return status


def until(condition, what):
    """A bound, so that what never happens ends; nothing is judged by the time it takes."""
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"never: {what}")


def quoted(data):
    return "'\\x" + data.hex() + "'"


def insert(team, annotator, lines, start=0):
    name = annotator.replace("'", "''")
    rows = ",".join(f"('{team}', E'{name}', {start + i}, {quoted(line)})" for i, line in enumerate(lines))
    return f"insert into tocsin_lines values {rows};"


def there(team, annotator):
    name = annotator.replace("'", "''")
    rows = cluster.sql(
        f"select encode(line, 'hex') from tocsin_lines where team = '{team}' and annotator = '{name}' order by seq")
    return [bytes.fromhex(row) for row in rows]


def two(team, first=12, second=2500):
    """Two machines with an annotator each."""
    one, other = Machine(team, "one"), Machine(team, "other")
    amina, ben = Journal("amina").grow(first), Journal("Ben O'Neil é水").grow(second)
    amina.write(one.path(amina.annotator))
    ben.write(other.path(ben.annotator))
    return one, other, amina, ben


def alike(machines, journals):
    return all(m.bytes(j.annotator) == j.bytes for m in machines for j in journals)


CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


@check
def two_annotators_converge():
    one, other, amina, ben = two("converge")
    assert "sent 12 lines of amina" in one.once().output
    assert "sent 2500 lines of Ben" in other.once().output and "got 12 lines of amina" in other.output
    assert "got 2500 lines of Ben" in one.once().output
    assert alike([one, other], [amina, ben])
    assert there("converge", ben.annotator) == ben.lines
    assert "nothing new" in one.once().output


@check
def lines_go_while_they_are_written():
    one, other, amina, ben = two("running", second=3)
    one.start(), other.start()
    for _ in range(4):
        # Half a line first, as a slow disk would show it.
        half = len(amina.bytes) + 40
        amina.grow(5)
        with open(one.path(amina.annotator), "ab") as file:
            file.write(amina.bytes[file.tell():half])
        time.sleep(0.3)
        assert amina.bytes.startswith(other.bytes(amina.annotator))
        amina.write(one.path(amina.annotator))
        ben.grow(7).write(other.path(ben.annotator))
        until(lambda: alike([one, other], [amina, ben]), "both have all lines")
    assert one.kill(signal.SIGINT) == 0 and other.kill(signal.SIGTERM) == 0
    assert "sent" in one.said() and "got" in one.said()


@check
def killed_at_many_points():
    rng = random.Random(5)
    one, other, amina, ben = two("killed", first=1, second=1)
    third = Machine("killed", "third")
    machines = [one, other, third]
    for number in range(kills):
        for machine in machines:
            machine.start()
        amina.grow(rng.randrange(900)).write(one.path(amina.annotator))
        ben.grow(rng.randrange(900)).write(other.path(ben.annotator))
        time.sleep(rng.random() * 0.4)
        if number % 8 == 3:
            cluster.stop("immediate")
        for machine in rng.sample(machines, 3):
            time.sleep(rng.random() * 0.05)
            machine.kill()
        if number % 8 == 3:
            cluster.start()
        for machine in machines:
            for journal in (amina, ben):
                assert journal.bytes.startswith(machine.bytes(journal.annotator)), (number, machine.folder)
        assert amina.lines[:len(there("killed", "amina"))] == there("killed", "amina")
    for machine in machines[:2] + machines:
        machine.once()
    assert alike(machines, [amina, ben])
    assert there("killed", "amina") == amina.lines and there("killed", ben.annotator) == ben.lines


@check
def a_server_that_dies_is_waited_for():
    one, other, amina, ben = two("died", second=3)
    one.start(), other.start()
    for _ in range(2):
        until(lambda: alike([one, other], [amina, ben]), "both have all lines")
        cluster.stop("immediate")
        amina.grow(20).write(one.path(amina.annotator))
        ben.grow(20).write(other.path(ben.annotator))
        time.sleep(2)
        cluster.start()
    until(lambda: alike([one, other], [amina, ben]), "both have all lines again")
    until(lambda: one.said().count("the server answers again") == 2, "it is said that the server answers")
    assert one.kill(signal.SIGTERM) == 0 and other.kill(signal.SIGTERM) == 0


@check
def a_copy_cut_at_any_byte_is_completed():
    one, other, amina, _ = two("cut", first=4, second=1)
    one.once(), other.once()
    whole = other.bytes("amina")
    for length in [*range(0, len(whole), 7), *range(len(whole) - 30, len(whole))]:
        other.path("amina").write_bytes(whole[:length])
        assert other.once().bytes("amina") == whole, length


@check
def doubled_lines_are_one():
    one, other, amina, ben = two("doubled", second=1)
    # Both machines have all of it, and send it at once.
    amina.grow(6000)
    for machine in (one, other):
        amina.write(machine.path("amina"))
        machine.start()
    until(lambda: len(there("doubled", "amina")) == 6012, "all lines are there")
    assert one.kill(signal.SIGTERM) == 0 and other.kill(signal.SIGTERM) == 0
    assert there("doubled", "amina") == amina.lines
    assert "nothing new" in one.once().once().output


@check
def two_journals_of_one_name_never_mix():
    for number in range(8):
        machines = [Machine(f"mix{number}", name) for name in ("one", "other")]
        journals = [Journal("amina").grow(1500 + 1200 * place) for place in (0, 1)]
        for machine, journal in zip(machines, journals):
            journal.write(machine.path("amina"))
            machine.start()
        until(lambda: any(m.process.poll() == 1 for m in machines), "one of them stops")
        for machine in machines:
            if machine.process.poll() is None:
                machine.kill(signal.SIGTERM)
        held = there(f"mix{number}", "amina")
        assert held and any(held == j.lines[:len(held)] for j in journals), len(held)
        assert all(m.bytes("amina") == j.bytes for m, j in zip(machines, journals))


@check
def equal_numbers_with_other_bytes_stop():
    one, other, amina, ben = two("conflict", second=3)
    one.once()
    wrong = Journal("amina").grow(3)
    wrong.write(other.path("amina"))
    before = there("conflict", "amina")
    error = other.once(status=1).errors
    for words in ("line 1 of amina", str(other.path("amina")), str(cluster.folder), "seq 0", "move the file"):
        assert words in error, error
    assert there("conflict", "amina") == before and other.bytes("amina") == wrong.bytes
    # The others' lines went all the same.
    assert there("conflict", ben.annotator) == ben.lines
    other.start()
    assert other.process.wait(timeout=60) == 1
    # The way out.
    other.path("amina").unlink()
    assert alike([one.once(), other.once()], [amina, ben])
    # In the middle, and while it runs.
    one.start()
    until(lambda: "team conflict" in one.said(), "it runs")
    line, _ = amina.line({"type": "skip", "id": "other", "round": 0})
    cluster.sql(insert("conflict", "amina", [line], 12))
    amina.grow(1).write(one.path("amina"))
    # Whichever side was faster: nothing of either is overwritten.
    assert one.process.wait(timeout=60) == 1
    assert there("conflict", "amina")[12] == line
    assert "line 13 of amina" in one.said()
    cluster.sql("update tocsin_lines set line = '\\x7b7d' where team = 'conflict' and annotator = 'amina' and seq = 5")
    assert "line 6 of amina" in other.once(status=1).errors


@check
def late_commits_are_not_missed():
    one, other, amina, ben = two("late", second=3)
    one.once(), other.once(), one.once()
    early, gapped = Journal("aa").grow(4), Journal("zz").grow(6)
    late = subprocess.Popen(cluster.psql, stdin=subprocess.PIPE, text=True)
    late.stdin.write("begin;" + insert("late", "aa", early.lines) + insert("late", "zz", gapped.lines[:3]) + "\n")
    late.stdin.flush()
    held = "select count(*) from pg_locks l, pg_class c where l.relation = c.oid and relname = 'tocsin_lines' " \
        "and mode = 'RowExclusiveLock'"
    until(lambda: cluster.sql(held) != ["0"], "the transaction is at it")
    # What came later is there sooner, of other annotators and of the same.
    cluster.sql(insert("late", "zz", gapped.lines[3:], 3))
    one.start()
    ben.grow(5).write(other.path(ben.annotator))
    other.start()
    until(lambda: alike([one, other], [amina, ben]), "the others' lines are there")
    until(lambda: "line 1 of zz (seq 0) is missing" in one.said(), "the gap is named")
    assert not one.path("aa").exists() and not one.path("zz").exists()
    late.stdin.write("commit;\n")
    late.stdin.close()
    assert late.wait() == 0
    until(lambda: alike([one, other], [amina, ben, early, gapped]), "the late lines are there")
    assert one.kill(signal.SIGTERM) == 0 and other.kill(signal.SIGTERM) == 0


@check
def hostile_names_are_refused():
    one, other, amina, ben = two("names")
    one.once()
    lines = Journal("x").grow(2).lines
    names = ["../up", "/tmp/abs", "a/b", ".hidden", "..", "-rf", "bell\\x07", "line\\nend", "turn\\u202e", " space",
             "x" * 201, "\\u0085"]
    for name in names:
        cluster.sql(insert("names", name, lines))
    outside = sorted(path for path in (work / "names").rglob("*"))
    errors = other.once(status=1).errors
    assert errors.count("is not taken for an annotator") == len(names), errors
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", errors)
    assert "a '/'" in errors and "U+7" in errors and str(cluster.folder) in errors
    assert other.bytes("amina") == amina.bytes
    assert set(work.joinpath("names").rglob("*")) - set(outside) == {other.path("amina")}


@check
def damaged_lines_are_refused():
    good = Journal("d").grow(4)
    swapped = good.lines[:2] + [good.lines[3], good.lines[2]]
    flipped = good.lines[:3] + [good.lines[3].replace(b"random", b"randon")]
    own, _ = good.line({"type": "label", "id": "a\nb", "label": "related"})
    fields = {"type": "undo", "of": 2}
    broken, _ = good.line(fields)
    other = Journal("d").grow(5).lines[4]
    cases = {
        "swapped": (swapped, 3, "seq 3"), "flipped": (flipped, 4, "checksum"),
        "foreign": (good.lines + [other], 5, "checksum"), "feed": (good.lines + [own.replace(b"\\n", b"\n")], 5, "line end"),
        "feeds": (good.lines + [broken.replace(b',"of"', b'\n,"of"')], 5, "line end"),
        "json": (good.lines + [b"{}{"], 5, "JSON"), "empty": ([b""], 1, "JSON"), "zeros": ([bytes(40)], 1, "JSON"),
        "old": ([b'{"v":1,"seq":0,"at":"2026-01-01T00:00:00.000Z","type":"skip","id":"1","round":0}'], 1, "format 1"),
        "noend": (good.lines + [b'{"v":2,"seq":4,"at":"2026-11-28T17:26:10.000Z","type":"undo","of":2}'], 5, "checksum"),
        "bytes": ([b'{"v":2,"seq":0,"at":"\xff"}'], 1, ""),
        "unknown": (good.lines + [good.line({"type": "telepathy"})[0]], 5, "telepathy"),
    }
    machine = Machine("damaged", "one")
    machine.once()
    for name, (lines, _, _) in cases.items():
        cluster.sql(insert("damaged", name, lines))
    cluster.sql(
        "insert into tocsin_lines values ('damaged', 'huge', 0, convert_to(repeat('x', 16777217), 'UTF8'));"
        "insert into tocsin_lines values ('damaged', 'far', 9223372036854775807, 'x');")
    errors = machine.once(status=1).errors
    for name, (lines, number, words) in cases.items():
        (error,) = [line for line in errors.splitlines() if f" of {name} on " in line]
        assert f"line {number} of {name}" in error and words in error and str(cluster.folder) in error, error
        assert machine.bytes(name) == b"".join(line + b"\n" for line in lines[:number - 1]), name
    assert "line 1 of huge" in errors and "16 MiB" in errors and not machine.path("huge").exists()
    assert "line 1 of far (seq 0) is missing" in errors
    # Nothing of it was sent back, and the second time says the same.
    assert machine.once(status=1).errors == errors
    # Once it is put right, it comes.
    cluster.sql("delete from tocsin_lines where team = 'damaged' and annotator = 'flipped' and seq = 3;"
                + insert("damaged", "flipped", good.lines[3:], 3))
    assert machine.once(status=1).bytes("flipped") == good.bytes


@check
def journals_that_are_not_right_stay_here():
    one, other, amina, ben = two("unsound", first=5)
    whole = amina.bytes
    one.path("amina").write_bytes(whole.replace(b"m2", b"m7"))
    assert f"{one.path('amina')}, line 3: the journal is damaged" in one.once(status=1).errors
    assert there("unsound", "amina") == []
    old = b'{"v":1,"seq":0,"at":"2026-01-01T00:00:00.000Z","type":"skip","id":"1","round":0}\n'
    one.path("amina").write_bytes(old)
    assert "format 1" in one.once(status=1).errors and one.bytes("amina") == old
    one.path("amina").write_bytes(whole)
    one.once()
    # A torn line that is not how the next one begins is nobody's to cut off.
    torn = b"".join(line + b"\n" for line in amina.lines[:3]) + b"\0" * 9
    one.path("amina").write_bytes(torn)
    assert "9 bytes stand behind the last line end" in one.once(status=1).errors and one.bytes("amina") == torn
    one.path("amina").unlink()
    one.path("amina").mkdir()
    assert "not a file" in one.once(status=1).errors
    one.path("amina").rmdir()
    one.path("amina").symlink_to(work / "elsewhere")
    one.once(status=1)
    assert not (work / "elsewhere").exists()


@check
def who_writes_a_journal_is_left_alone():
    one, other, amina, ben = two("locked", first=9, second=3)
    one.once()
    shorter = amina.bytes[:sum(len(line) + 1 for line in amina.lines[:4])]
    one.path("amina").write_bytes(shorter)
    with open(one.path("amina"), "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        errors = one.once(status=1).errors
        assert "another program is writing this journal" in errors and f"process {os.getpid()}" in errors
        assert one.bytes("amina") == shorter
    # Without the lock it is completed.
    assert one.once().bytes("amina") == amina.bytes
    with open(one.path("amina"), "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        amina.grow(3).write(one.path("amina"))
        assert "sent 3 lines of amina" in one.once().output


@check
def a_server_that_went_back_is_filled_up_again():
    one, other, amina, ben = two("restored", second=40)
    one.start(), other.start()
    until(lambda: alike([one, other], [amina, ben]), "both have all lines")
    cluster.sql(f"delete from tocsin_lines where team = 'restored' and (annotator = 'amina' or seq > 5)")
    until(lambda: there("restored", "amina") == amina.lines and there("restored", ben.annotator) == ben.lines, "again")
    assert one.kill(signal.SIGTERM) == 0 and other.kill(signal.SIGTERM) == 0


@check
def teams_share_a_database():
    one, other, amina, ben = two("share", second=2)
    one.once()
    third = Machine("shared", "one")
    assert "it has those of" in third.once().errors and third.output.endswith("nothing new\n")
    assert os.listdir(third.folder) == []
    done = subprocess.run(
        [program, "sync", ".", cluster.address(), "--once"], cwd=other.folder, capture_output=True, text=True)
    assert done.returncode == 0 and "team other" in done.stdout, done


@check
def rights_to_read_and_add_are_enough():
    one, other, amina, ben = two("rights", second=3)
    cluster.sql(
        "create role guarded login password 'geheim!wort'; create role adder login;"
        "grant select, insert on tocsin_lines to guarded, adder;")
    one.once(cluster.address("adder"))
    # Without the right to add, what went wrong is said, and nothing is lost.
    cluster.sql("create role reader login; grant select on tocsin_lines to reader")
    assert "permission denied" in other.once(cluster.address("reader"), status=1).errors
    # A password from the address, or from a file; never said.
    wrong = other.once(cluster.address("guarded", "falsch!wort"), status=1)
    assert "authentication failed" in wrong.errors and "wort" not in wrong.errors + wrong.output
    assert "wort" not in other.once(cluster.address("guarded", "geheim!wort")).output + other.errors
    secret = work / "passwords"
    secret.write_text("*:*:*:guarded:geheim!wort\n")
    secret.chmod(0o600)
    service = work / "services"
    service.write_text(f"[team]\nhost={cluster.folder}\nuser=guarded\ndbname=postgres\n")
    environment = os.environ | {"PGPASSFILE": str(secret), "PGSERVICEFILE": str(service)}
    one.once("postgres://?service=team", env=environment)
    assert alike([one, other], [amina, ben])


@check
def addresses_that_are_none_are_not_repeated():
    machine = Machine("addresses", "one")
    cases = {
        "postgres://u:pa@ss@127.0.0.1:1/d": "%40", "postgres://u:pa/ss@127.0.0.1:1/d": "%2F",
        "postgres://u:pa:ss@127.0.0.1:1/d": "%3A", "postgres://u:pa?ss@127.0.0.1:1/d": "%3F",
        "postgres://u:pa%ss@127.0.0.1:1/d": "cannot be read", "postgres://127.0.0.1:pass/d": "no port",
        "postgres://u:pass@127.0.0.1:1/d?nonsense=3": "cannot be read", "postgres://h/d?nonsense=3": "nonsense",
        "postgres://u:pass@127.0.0.1:1/d": "refused",
    }
    for address, words in cases.items():
        errors = machine.once(address, status=1).errors
        assert words in errors and "ss@" not in errors and "pa%" not in errors and ":pa" not in errors, errors
    done = subprocess.run([program, "sync", ".", "postgres://u:pass@h/d", "x", "postgres://u:pass@h/d"],
                          capture_output=True, text=True)
    assert done.returncode == 64 and "pass" not in done.stderr, done.stderr
    done = subprocess.run([program, "sync", "/nowhere", "postgres://u:pass@h/d"], capture_output=True, text=True)
    assert done.returncode == 64 and "mkdir /nowhere" in done.stderr and "pass" not in done.stderr, done.stderr


@check
def a_server_that_is_not_there():
    one, other, amina, ben = two("absent", second=3)
    empty = pathlib.Path(tempfile.mkdtemp(dir=work, prefix="no"))
    errors = one.once(cluster.address(folder=empty), status=1).errors
    assert str(empty) in errors and errors.count("\n") == 1, errors
    one.start(cluster.address(folder=empty))
    until(lambda: str(empty) in one.said(), "it is said")
    time.sleep(4)
    assert one.said().count("\n") == 1 and "asked again" in one.said()
    # It comes after all.
    os.symlink(cluster.folder / ".s.PGSQL.5432", empty / ".s.PGSQL.5432")
    until(lambda: there("absent", "amina") == amina.lines, "it has all lines")
    assert one.kill(signal.SIGTERM) == 0
    # One that takes connections and says nothing.
    with socket.socket(socket.AF_UNIX) as silent:
        folder = tempfile.mkdtemp(dir=work, prefix="si")
        silent.bind(f"{folder}/.s.PGSQL.5432")
        silent.listen()
        assert "let anybody in for 1 s" in one.once(
            cluster.address(folder=folder) + "&connect_timeout=1", status=1).errors
        # Nobody has to wait for it either.
        one.start(cluster.address(folder=folder) + "&connect_timeout=3600")
        time.sleep(1)
        assert one.kill(signal.SIGINT) == 0


class Relay:
    """Between the program and the server: changes what goes to the server."""

    def __init__(self, change):
        self.folder = tempfile.mkdtemp(dir=work, prefix="re")
        self.change = change
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(f"{self.folder}/.s.PGSQL.5432")
        self.listener.listen()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(cluster.folder / ".s.PGSQL.5432"))
            for one, other, change in ((client, server, self.change), (server, client, bytes)):
                threading.Thread(target=self.carry, args=(one, other, change), daemon=True).start()

    @staticmethod
    def carry(one, other, change):
        try:
            while data := one.recv(1 << 16):
                other.sendall(change(data))
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


@check
def a_server_that_cannot_wake_is_asked():
    one, other, amina, ben = two("asking", second=3)
    relay = Relay(lambda data: data.replace(b"listen tocsin", b"hearken tocsi"))
    one.start(cluster.address(folder=relay.folder)), other.start()
    until(lambda: alike([one, other], [amina, ben]), "both have all lines")
    ben.grow(3).write(other.path(ben.annotator))
    until(lambda: alike([one, other], [amina, ben]), "both have the new lines")
    assert one.said().count("the server wakes nobody") == 1
    assert one.kill(signal.SIGTERM) == 0 and other.kill(signal.SIGTERM) == 0


@check
def a_connection_cut_anywhere_is_made_good():
    rng = random.Random(7)
    one, other, amina, ben = two("severed", first=2000, second=1)
    for _ in range(12):
        left = [rng.randrange(400_000)]

        def cut(data):
            left[0] -= len(data)
            if left[0] < 0:
                raise OSError
            return data

        relay = Relay(cut)
        done = subprocess.run(
            one.command(cluster.address(folder=relay.folder) + "&connect_timeout=2", "--once"), capture_output=True,
            timeout=120)
        assert done.returncode in (0, 1)
        assert amina.lines[:len(there("severed", "amina"))] == there("severed", "amina")
    one.once(), other.once()
    assert alike([other], [amina])


@check
def files_are_their_owners():
    one, other, amina, ben = two("modes", second=3)
    other.once()
    one.once()
    assert one.path(ben.annotator).stat().st_mode & 0o777 == 0o600
    third = Machine("modes", "third")
    third.folder.chmod(0o2770)
    third.once()
    assert third.path("amina").stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(third.folder)) == sorted([f"{j.annotator}.journal.jsonl" for j in (amina, ben)])


def how_long_it_takes():
    """No check: medians of five, printed."""
    amina = Journal("amina").grow(100_000)
    seconds = {"sent": [], "got": [], "compared": []}
    for number in range(5):
        one, other = Machine(f"long{number}", "one"), Machine(f"long{number}", "other")
        amina.write(one.path("amina"))
        for machine, what in ((one, "sent"), (other, "got"), (other, "compared")):
            start = time.monotonic()
            machine.once()
            seconds[what].append(time.monotonic() - start)
        assert alike([other], [amina])
    print(f"{len(amina.lines)} lines, {len(amina.bytes) / 1e6:.1f} MB: " + ", ".join(
        f"{what} in {statistics.median(values):.2f} s" for what, values in seconds.items()))


names = sys.argv[3:]
try:
    for function in CHECKS + [how_long_it_takes]:
        if function.__name__ not in (names or [check.__name__ for check in CHECKS]):
            continue
        start = time.monotonic()
        function()
        print(f"{function.__name__.replace('_', ' ')} ({time.monotonic() - start:.1f} s)", flush=True)
finally:
    cluster.stop("immediate")
print(f"{len(names or CHECKS)} passed, 0 failed")

"""A PostgreSQL server of its own, on a socket in a folder of its own."""

import glob
import os
import pathlib
import pwd
import shutil
import subprocess


class Cluster:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        found = [pathlib.Path(path).parent for path in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
        self.programs = max(found, key=lambda path: int(path.parent.name)) if found else None
        if not self.programs:
            self.programs = pathlib.Path(shutil.which("initdb")).resolve().parent
        # It refuses to be root's.
        self.user = {}
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            self.user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.folder.chmod(0o755)
        self._run("initdb", "-D", self.data, "--auth=trust", "--username=owner", "--encoding=UTF8", "--no-sync")
        with open(self.data / "postgresql.conf", "a") as file:
            file.write(f"listen_addresses = ''\nunix_socket_directories = '{self.folder}'\n")
        rules = "local all guarded scram-sha-256\nlocal all all trust\n"
        (self.data / "pg_hba.conf").write_text(rules)

    def _run(self, program, *words):
        done = subprocess.run(
            [self.programs / program, *words], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, **self.user)
        if done.returncode != 0:
            raise SystemExit(f"{program}: {done.stdout}")

    def start(self):
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "start")

    def stop(self, how="fast"):
        """Immediately is as a power cut: connections are dropped, nothing is written that was not."""
        self._run("pg_ctl", "-D", self.data, "-m", how, "stop")

    @property
    def psql(self):
        return ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", "owner", "-d",
                "postgres"]

    def sql(self, statement):
        done = subprocess.run(self.psql, input=statement, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    def address(self, user="owner", password="", folder=None):
        secret = f":{password}" if password else ""
        return f"postgres://{user}{secret}@/postgres?host={folder or self.folder}"

import os
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning, DataFolderUnusable
from bot.ops.data_folder import hold, is_held, is_private, open_folder


def test_the_folder_is_made_private_and_so_is_what_is_made_in_it(tmp_path: Path):
    folder = open_folder(tmp_path / "a" / "data")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "new").write_bytes(b"")
    assert stat.S_IMODE((folder / "new").stat().st_mode) == 0o600


def test_a_folder_that_others_can_read_is_closed(tmp_path: Path):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    assert not is_private(folder)
    assert is_private(open_folder(folder))


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path):
    (tmp_path / "data").write_text("")
    with pytest.raises(DataFolderUnusable, match="is a file"):
        open_folder(tmp_path / "data")
    with pytest.raises(DataFolderUnusable, match="be created"):
        open_folder(tmp_path / "data" / "deeper")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch):
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(DataFolderUnusable, match="No space left"):
        open_folder(tmp_path)


def holder(folder: Path, then: str) -> "subprocess.Popen[str]":
    code = f"""
    import os, sys, time
    from pathlib import Path
    from bot.ops.data_folder import hold
    with hold(Path({str(folder)!r})):
        {then}
        print("held", flush=True)
        sys.stdin.read()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_instance_is_told_so(tmp_path: Path):
    assert not is_held(tmp_path)
    with holder(tmp_path, "pass") as process:
        assert is_held(tmp_path)
        with pytest.raises(AlreadyRunning, match="Another Sotto"), hold(tmp_path):
            pass
        process.kill()
    assert not is_held(tmp_path)
    with hold(tmp_path):
        assert is_held(tmp_path)


def test_a_killed_instance_frees_the_folder_though_its_workers_linger(tmp_path: Path):
    fork = "child = os.fork() or (time.sleep(60), os._exit(0)); print(child, flush=True)"
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(f"""
            import os, time
            from pathlib import Path
            from bot.ops.data_folder import hold
            with hold(Path({str(tmp_path)!r})):
                {fork}
                time.sleep(60)
        """)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    worker = int(process.stdout.readline())
    process.kill()
    process.wait()
    try:
        with hold(tmp_path):
            pass
    finally:
        os.kill(worker, signal.SIGKILL)
        process.stdout.close()


def test_the_same_process_does_not_hold_it_twice(tmp_path: Path):
    with hold(tmp_path), pytest.raises(AlreadyRunning), hold(tmp_path):
        pass
    with hold(tmp_path):
        pass

"""Judges a served lab with a WinRM client that knows nothing of this project: pywinrm, as Debian's python3-winrm has it.

Run by .ci/check-foreign: `pywinrm_check.py lab.json basic|ntlm|kerberos...`. NTLM needs OpenSSL's legacy provider (MD4), Kerberos a ticket
in the cache and KRB5_CONFIG; over https alone, because Debian's python3-kerberos cannot seal. Prints one line a check, ends with the number of failures. `pywinrm_check.py lab.json file PATH FILE` sees
whether a file on the host holds what a local one does.
"""

import base64
import json
import os
import sys
import traceback

import winrm
from winrm.exceptions import InvalidCredentialsError, WinRMError, WinRMTransportError

LAB = json.loads(open(sys.argv[1], encoding="utf-8").readline())
SCHEME = None
HOST = LAB["winrm"][0]
FAILED = []


def client(password=None):
    if SCHEME == "basic":
        return winrm.Protocol(HOST["url"], transport="basic", username=LAB["username"], password=password or LAB["password"],
                              ca_trust_path=LAB["ca"])
    if SCHEME == "ntlm":
        return winrm.Protocol(HOST["http"], transport="ntlm", username=LAB["username"], password=password or LAB["password"],
                              message_encryption="always")
    return winrm.Protocol(HOST["url"], transport="kerberos", username=None, kerberos_hostname_override=(HOST["host"] + "." + LAB["domain"]["name"]).lower(),
                          ca_trust_path=LAB["ca"], service="HTTP")


def run(line, *arguments, to=None, **shell):
    to = to or client()
    shell_id = to.open_shell(**shell)
    try:
        command = to.run_command(shell_id, line, arguments)
        try:
            out, err, code = to.get_command_output(shell_id, command)
        finally:
            to.cleanup_command(shell_id, command)
    finally:
        to.close_shell(shell_id)
    return code, out, err


def powershell(script):
    return run("powershell", "-EncodedCommand", base64.b64encode(script.encode("utf_16_le")).decode())


def check(body):
    try:
        body()
        print("  " + body.__name__, flush=True)
    except Exception:
        FAILED.append(body.__name__)
        print("  FAILED %s" % body.__name__, flush=True)
        print("    " + "".join(traceback.format_exc(limit=-2)).strip()[-1500:], flush=True)


def same(seen, wanted):
    assert seen == wanted, "%.500r, wanted %.500r" % (seen, wanted)


def hostname():
    same(run("hostname"), (0, b"HV1\r\n", b""))


def exit_code():
    same(run("exit 3"), (3, b"", b""))


def arguments_are_joined():
    same(run("cmd", "/c", "echo", "a", "b"), (0, b"a b\r\n", b""))


def a_pipeline():
    code, out, err = powershell("Get-VMHost | Select-Object -Property Name")
    same((code, out.split(), err), (0, [b"Name", b"----", b"HV1"], b""))


def statements():
    same(powershell("'a', 'it''s'; Write-Output 5")[:2], (0, b"a\r\nit's\r\n5\r\n"))


def an_error():
    code, out, err = powershell("Get-VM -Name nobody")
    same((code, out), (1, b""))
    assert err.startswith(b"#< CLIXML\r\n") and b"nobody" in err, err


def environment_folder_and_code_page():
    same(run("echo %STAGE% ü", env_vars={"stage": "blue"}, working_directory="C:\\Windows", codepage=65001, idle_timeout="PT60S"),
         (0, "blue ü\r\n".encode(), b""))


def lines_of_up_to_8191_characters():
    word = "x" * 2900
    same(powershell("'%s'" % word)[1], word.encode() + b"\r\n")
    same(powershell("'%s'" % (word * 2)), (1, b"", b"The command line is too long.\r\n"))


def two_commands_in_one_shell():
    to = client()
    shell = to.open_shell()
    first, second = to.run_command(shell, "echo one"), to.run_command(shell, "echo two")
    same(to.get_command_output(shell, second)[0], b"two\r\n")
    same(to.get_command_output(shell, first)[0], b"one\r\n")
    to.cleanup_command(shell, first)
    to.cleanup_command(shell, second)
    to.close_shell(shell)


def what_the_lab_does_not_simulate():
    code, out, err = run("dir")
    assert code != 0 and err.startswith(b"LabNotSimulated"), (code, out, err)


def a_wrong_password_is_refused():
    try:
        run("hostname", to=client("not-" + LAB["password"]))
    except (InvalidCredentialsError, WinRMTransportError, WinRMError) as e:
        assert "401" in str(e) or isinstance(e, InvalidCredentialsError), repr(e)
        return
    raise AssertionError("accepted")


def nobody_without_a_ticket_is_served():
    tickets = os.environ["KRB5CCNAME"]
    os.environ["KRB5CCNAME"] = "FILE:/nowhere/at-all"
    try:
        run("hostname", to=client())
    except Exception as e:
        assert type(e).__name__ in ("InvalidCredentialsError", "KerberosExchangeError", "WinRMTransportError"), repr(e)
        return
    finally:
        os.environ["KRB5CCNAME"] = tickets
    raise AssertionError("accepted")


SCHEMES = sys.argv[2:]
if SCHEMES[:1] == ["file"]:
    SCHEME = "basic"
    same(run("type", '"%s"' % sys.argv[3])[1], open(sys.argv[4], "rb").read())
    sys.exit()
for SCHEME in SCHEMES:
    print("pywinrm, %s over %s" % (SCHEME, "http, sealed" if SCHEME == "ntlm" else "https"), flush=True)
    for each in (hostname, exit_code, arguments_are_joined, a_pipeline, statements, an_error, environment_folder_and_code_page,
                 lines_of_up_to_8191_characters, two_commands_in_one_shell, what_the_lab_does_not_simulate,
                 nobody_without_a_ticket_is_served if SCHEME == "kerberos" else a_wrong_password_is_refused):
        check(each)
sys.exit(len(FAILED))

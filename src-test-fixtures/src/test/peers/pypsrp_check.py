"""Judges a served lab with a PowerShell Remoting client that knows nothing of this project: pypsrp, https://pypi.org/project/pypsrp/.

Not run by CI. `pip install pypsrp`, serve the lab (README) with --cluster FC1 and the output kept: ... > lab.json, then
`python3 pypsrp_check.py lab.json`. Prints one line a check, ends with the number of failures. What pypsrp cannot see, such as the
graceful stop (it misspells the signal, so that Windows closes the command hard), is shown by PsrpFaceTest.
"""

import json
import sys
import threading
import time
import traceback
import urllib.parse
import uuid

from pypsrp.complex_objects import PSInvocationState, RunspacePoolState
from pypsrp.exceptions import AuthenticationError, WSManFaultError
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

LAB = json.load(open(sys.argv[1], encoding="utf-8"))
FAILED = []


def wsman(host=0, password=None, **options):
    url = urllib.parse.urlparse(LAB["winrm"][host]["url"])
    return WSMan(url.hostname, port=url.port, username=LAB["username"], password=password or LAB["password"], auth="basic",
                 ssl=True, cert_validation=LAB["ca"], **options)


def pool(host=0, **options):
    return RunspacePool(wsman(host), **options)


def run(shell, *commands):
    """One pipeline; a command is (name, parameters), None starts the next statement."""
    ps = PowerShell(shell)
    for command in commands:
        if command is None:
            ps.add_statement()
        else:
            ps.add_cmdlet(command[0])
            ps.add_parameters(command[1] if len(command) > 1 else {})
    ps.invoke()
    return ps


def refusal(ps):
    assert ps.streams.error, "no error"
    return ps.streams.error[0].fq_error


def check(body):
    begun = time.monotonic()
    try:
        body()
        print("ok   %-30s %.2f s" % (body.__name__, time.monotonic() - begun), flush=True)
    except Exception:
        FAILED.append(body.__name__)
        print("FAIL %s" % body.__name__, flush=True)
        traceback.print_exc(file=sys.stdout)
    return body


@check
def open_tells_the_versions():
    with wsman() as peer, RunspacePool(peer) as shell:
        table = shell.application_private_data.data["PSVersionTable"]
        assert str(table["PSRemotingProtocolVersion"]) == "2.3", table
        assert shell.protocol_version == "2.3" and shell.is_alive()
    assert shell.state == RunspacePoolState.CLOSED


@check
def wrong_password_is_401():
    try:
        with wsman(password="wrong") as peer, RunspacePool(peer):
            raise AssertionError("let in")
    except AuthenticationError:
        pass


@check
def envelope_size_is_read_from_the_configuration():
    with wsman() as peer:
        peer.update_max_payload_size()
        assert peer.max_envelope_size == 500 * 1024, peer.max_envelope_size
        with RunspacePool(peer) as shell:
            text = "\u00e4\u4e2d\U0001f600x" * 120_000
            assert run(shell, ("Write-Output", {"InputObject": text})).output == [text]


with pool() as SHELL:

    @check
    def cluster_nodes():
        ps = run(SHELL, ("FailoverClusters\\Get-ClusterNode",), ("Select-Object", {"Property": ["Name", "State", "Id"]}))
        assert not ps.streams.error, refusal(ps)
        assert [n.extended_properties["Name"] for n in ps.output] == ["HV1", "HV2"]
        assert str(ps.output[0].extended_properties["State"]) == "Up", ps.output[0].extended_properties
        whole = run(SHELL, ("FailoverClusters\\Get-ClusterNode", {"Name": "HV2"})).output
        assert len(whole) == 1 and whole[0].types[0] == "Microsoft.FailoverClusters.PowerShell.ClusterNode", whole[0].types
        assert "NodeWeight" in whole[0].adapted_properties, whole[0].adapted_properties

    @check
    def vm_is_made_and_found():
        name = "peer-" + uuid.uuid4().hex[:8]
        made = run(SHELL, ("Hyper-V\\New-VM", {"Name": name, "MemoryStartupBytes": 512 << 20, "Generation": 2, "NoVHD": True}))
        assert not made.streams.error, refusal(made)
        found = run(SHELL, ("Hyper-V\\Get-VM", {"Name": name}), ("Select-Object", {"Property": ["Name", "State", "Id"]})).output
        assert found[0].extended_properties["Name"] == name and str(found[0].extended_properties["State"]) == "Off", found
        assert isinstance(found[0].extended_properties["Id"], uuid.UUID), found[0].extended_properties
        none = run(SHELL, ("Hyper-V\\Get-VM", {"Name": "no " + name}))
        assert refusal(none) == "InvalidParameter,Microsoft.HyperV.PowerShell.Commands.GetVM", refusal(none)

    @check
    def errors_carry_their_ids():
        for line, expected in [
            (("FailoverClusters\\Get-ClusterNode", {"Nme": "x"}), "NamedParameterNotFound,Microsoft.FailoverClusters.PowerShell.GetClusterNodeCommand"),
            (("Hyper-V\\Start-VM",), "MissingMandatoryParameter,Microsoft.HyperV.PowerShell.Commands.StartVM"),
            (("Hyper-V\\Get-VM", {"Id": "no id"}), "CannotConvertArgumentNoMessage,Microsoft.HyperV.PowerShell.Commands.GetVM"),
            (("Hyper-V\\Get-VM", {"Name": "x", "Id": uuid.uuid4()}), "AmbiguousParameterSet,Microsoft.HyperV.PowerShell.Commands.GetVM"),
            (("Get-Nothing",), "CommandNotFoundException"),
        ]:
            ps = run(SHELL, line)
            assert refusal(ps) == expected, (line, refusal(ps))
            assert ps.state == PSInvocationState.FAILED, (line, ps.state)
        group = run(SHELL, ("FailoverClusters\\Get-ClusterGroup", {"Name": "nobody"})).streams.error[0]
        assert group.exception is not None and group.reason == "ClusterCmdletException", group.reason
        written = run(SHELL, ("Write-Error", {"Message": "m", "ErrorId": "E1"}), None, ("Write-Output", {"InputObject": 1}))
        assert refusal(written).startswith("E1") and written.output == [1] and written.state == PSInvocationState.COMPLETED

    @check
    def script_text_is_refused():
        ps = PowerShell(SHELL)
        ps.add_script("Get-Date")
        ps.invoke()
        assert ps.state == PSInvocationState.FAILED, ps.state
        assert refusal(ps) == "ScriptsNotAllowed", refusal(ps)

    @check
    def statements_share_one_message():
        ps = run(SHELL, ("Write-Output", {"InputObject": [1, 2, 3]}), ("Measure-Object",), ("Select-Object", {"ExpandProperty": "Count"}),
                 None, ("Write-Warning", {"Message": "careful"}), None, ("Write-Output", {"InputObject": "end"}))
        assert ps.output == [3, "end"], ps.output
        assert [str(w.message) for w in ps.streams.warning] == ["careful"], ps.streams.warning

    @check
    def input_is_piped():
        ps = PowerShell(SHELL)
        ps.add_cmdlet("Select-Object").add_parameter("First", 2)
        assert ps.invoke(input=["a", "b", "c"]) == ["a", "b"]

    @check
    def hundred_commands_leave_nothing():
        for n in range(100):
            assert run(SHELL, ("Write-Output", {"InputObject": n})).output == [n]

    @check
    def runspaces_and_reset():
        assert SHELL.get_available_runspaces() == 1
        run(SHELL, ("Set-Variable", {"Name": "kept", "Value": 7}))
        assert run(SHELL, ("Get-Variable", {"Name": "kept", "ValueOnly": True})).output == [7]
        SHELL.reset_runspace_state()
        ps = run(SHELL, ("Get-Variable", {"Name": "kept", "ValueOnly": True}))
        assert refusal(ps).startswith("VariableNotFound"), refusal(ps)


@check
def pipelines_run_beside_each_other():
    with pool(max_runspaces=2) as shell:
        assert shell.get_available_runspaces() == 2
        names = [uuid.uuid4().hex[:8], uuid.uuid4().hex[:8]]
        begun = [PowerShell(shell).add_cmdlet("Write-Output").add_parameter("InputObject", n) for n in names]
        for ps in begun:
            ps.begin_invoke()
        for name, ps in zip(names, reversed(begun)):
            ps.end_invoke()
        assert [ps.output[0] for ps in begun] == names
        shell.max_runspaces = 5
        assert shell.max_runspaces == 5


@check
def pools_run_beside_each_other():
    results = {}

    def one(host):
        with pool(host) as shell:
            for n in range(20):
                results[host, n] = run(shell, ("Write-Output", {"InputObject": n})).output

    threads = [threading.Thread(target=one, args=(host,)) for host in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(results[h, n] == [n] for h in range(2) for n in range(20)), results


@check
def hard_stop_leaves_the_pool_usable():
    with pool() as shell:
        ps = PowerShell(shell)
        ps.add_cmdlet("Write-Output")
        ps.begin_invoke()
        ps.stop()
        assert ps.state == PSInvocationState.STOPPED
        assert run(shell, ("Write-Output", {"InputObject": 1})).output == [1]


@check
def small_envelopes_are_enough():
    with wsman(max_envelope_size=8192 * 2) as peer, RunspacePool(peer) as shell:
        text = "0123456789abcdef" * 8192
        assert run(shell, ("Write-Output", {"InputObject": text})).output == [text]


@check
def deleted_shell_is_not_found():
    with pool() as shell:
        other = wsman()
        shell.shell.wsman.delete(shell.shell.resource_uri, selector_set=shell.shell._selector_set)
        try:
            run(shell, ("Write-Output",))
            raise AssertionError("answered")
        except WSManFaultError as e:
            assert e.code == 2150858843, e.code
        assert not shell.is_alive()
        shell.state = RunspacePoolState.CLOSED
        other.close()


print("%d failed" % len(FAILED))
sys.exit(len(FAILED) != 0)

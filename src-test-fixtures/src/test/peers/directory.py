"""Fills a provisioned Samba domain with the people and machines of the tests, before the controller runs: directory.py SMB_CONF DIR.

One process instead of a call of samba-tool for each of them. Writes DIR/hosts.keytab (the hosts' keys, AES only) and DIR/alice.keytab.
With a third argument it tells instead how often a wrong password has been counted: directory.py SMB_CONF bad ACCOUNT.
"""

import sys
import time

import ldb
from samba import dsdb, enable_net_export_keytab, param
from samba.auth import system_session
from samba.credentials import Credentials
from samba.samdb import SamDB

NEVER_LOCKED_BY_THE_TESTS = 7
NT_EPOCH = 11644473600
MINUTE = 60 * 10_000_000

lp = param.LoadParm()
lp.load(sys.argv[1])
sam = SamDB(url=lp.private_path("sam.ldb"), session_info=system_session(lp), lp=lp)
base = str(sam.domain_dn())


def change(dn, **values):
    message = ldb.Message(ldb.Dn(sam, dn))
    for name, value in values.items():
        name = name.replace("_", "-")
        message[name] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, name)
    sam.modify(message)


def dn_of(account):
    return str(sam.search(base, expression="(sAMAccountName=%s)" % ldb.binary_encode(account), attrs=[])[0].dn)


def bad_passwords(account):
    found = sam.search(base, expression="(sAMAccountName=%s)" % ldb.binary_encode(account), attrs=["badPwdCount"])[0]
    return int(str(found["badPwdCount"][0])) if "badPwdCount" in found else 0


def person(name, password="Secret123!", must_change=False):
    sam.newuser(name, password, force_password_change_at_next_login_req=must_change)


def machine(name, password, services):
    sam.newcomputer(name)
    # No key, no ticket before this: the password is what makes keys, and only of the types that are allowed then.
    change(dn_of(name + "$"), msDS_SupportedEncryptionTypes="24", servicePrincipalName=services)
    sam.setpassword("(sAMAccountName=%s$)" % name, password)


def services(*names):
    return ["%s/%s%s" % (kind, name, tail) for kind in ("host", "HTTP", "WSMAN") for name in names for tail in ("", ".lab.example")]


def fill(directory):
    sam.set_minPwdLength("1")
    sam.set_pwdProperties("0")
    sam.set_minPwdAge("0")
    sam.set_maxPwdAge("0")
    change(base, lockoutThreshold=str(NEVER_LOCKED_BY_THE_TESTS), lockoutDuration=str(-30 * MINUTE), lockOutObservationWindow=str(-30 * MINUTE))
    for name in ("alice", "bob", "disabled", "locked", "guarded", "carol", "dave", "erin", "frank"):
        person(name)
    person("jürgen", "Grüße-1€")
    person("expired", must_change=True)
    sam.toggle_userAccountFlags("(sAMAccountName=disabled)", dsdb.UF_ACCOUNTDISABLE, on=True, strict=True)
    change(dn_of("locked"), lockoutTime=str(int((time.time() + NT_EPOCH) * 10_000_000)))
    sam.add_remove_group_members("Protected Users", ["guarded"])
    machine("HV1", "MachinePw-1-long-enough", services("hv1"))
    machine("HV2", "MachinePw-2-long-enough", services("hv2"))
    machine("HV3", "MachinePw-3-long-enough", services("hv3"))  # nobody gets its key: its tickets open nowhere
    enable_net_export_keytab()
    from samba.net import Net

    net = Net(Credentials(), lp)
    for host in ("hv1", "hv2"):
        for principal in [host.upper() + "$"] + services(host):
            net.export_keytab(keytab=directory + "/hosts.keytab", principal=principal)
    net.export_keytab(keytab=directory + "/alice.keytab", principal="alice")


if len(sys.argv) > 3:
    print(bad_passwords(sys.argv[3]))
else:
    fill(sys.argv[2])

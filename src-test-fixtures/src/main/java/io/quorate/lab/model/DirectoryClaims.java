package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about domain controllers and about DNS clients. */
final class DirectoryClaims {
    private static final String ASSUMED = "assumption";
    private static final String STUBS =
            "ActiveDirectory and DnsClient stub modules; Microsoft Learn, the cmdlets' references";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "directory.cycle",
                    Evidence.C,
                    "within a site a controller pulls from every partner at least once an hour",
                    "Microsoft Learn: Active Directory replication concepts; that the fifteen seconds' notices after changes are left out is"
                            + " the lab's choice"),
            new Claim(
                    "directory.mesh",
                    Evidence.E,
                    "every controller pulls every partition from every other one",
                    "the topology of few controllers in one site; the lab models no more"),
            new Claim(
                    "directory.unreachable",
                    Evidence.B,
                    "an attempt to pull from a partner that is down or cut off ends in 1722, one switched off by an administrator in 8457",
                    "winerror.h; Microsoft Learn: troubleshooting replication errors 1722 and 8457"),
            new Claim(
                    "directory.metadata",
                    Evidence.C,
                    "Get-ADReplicationPartnerMetadata tells each inbound partner by its settings object, with the times of the last attempt"
                            + " and success, the last result and the consecutive failures; Get-ADReplicationFailure those that fail",
                    STUBS),
            new Claim("directory.heal", Evidence.E, "a partner that is reached again is pulled from at once", ASSUMED),
            new Claim(
                    "directory.local",
                    Evidence.E,
                    "-Server localhost reaches a controller's own web service from a plain network logon",
                    ASSUMED + ": that AD cmdlets hop to the web service they find is a field report"),
            new Claim(
                    "directory.none",
                    Evidence.D,
                    "on a host that is no controller it ends in ActiveDirectoryServer:0, category ResourceUnavailable",
                    "field reports"),
            new Claim(
                    "directory.located",
                    Evidence.E,
                    "Win32_NTDomain names the first controller the host reaches, and none once no DNS server names any; what Windows keeps of"
                            + " an earlier search is left out",
                    "Microsoft Learn: Win32_NTDomain, domain controller locator; the order is assumed"),
            new Claim(
                    "directory.names",
                    Evidence.C,
                    "a computer's account has HOST, RestrictedKrbHost and WSMAN by its short and its DNS name; what services register besides is"
                            + " left out",
                    "Microsoft Learn: service principal names, setspn; reference table of the project on WSMAN names"),
            new Claim(
                    "directory.names.twice",
                    Evidence.C,
                    "one name may stand on two accounts, of changes on two controllers",
                    "Microsoft Learn: SPN and UPN uniqueness"),
            new Claim(
                    "directory.computer.new",
                    Evidence.C,
                    "New-ADComputer -Enabled $false makes a disabled computer object; a name that is taken ends in 1316 or 8305",
                    "Microsoft Learn: New-ADComputer; Prestage cluster computer objects in AD DS; winerror.h"),
            new Claim(
                    "directory.computer.protected",
                    Evidence.C,
                    "ProtectedFromAccidentalDeletion is an entry that denies everyone DT and SD, and Remove-ADComputer is denied then",
                    "Microsoft Learn: Set-ADObject; MS-DTYP 2.5.1 (SDDL); field reports of the error"),
            new Claim(
                    "directory.computer.acl",
                    Evidence.E,
                    "Get-Acl of AD:\\ gives an object whose Sddl is a property, SetSecurityDescriptorSddlForm(text, 'Access') changes it in memory,"
                            + " and Set-Acl writes it, on the controller itself",
                    ASSUMED
                            + " from PowerShell's public source (types), .NET's ObjectSecurity, and the AD provider's reference"),
            new Claim(
                    "directory.names.unique",
                    Evidence.C,
                    "a controller since 2012 R2 refuses a service principal name that stands elsewhere in the forest: 8647",
                    "Microsoft Learn: SPN and UPN uniqueness; winerror.h"),
            new Claim(
                    "promotion.codes",
                    Evidence.C,
                    "Test-ADDSDomainControllerInstallation and Install-ADDSDomainController tell what is against it by the set-up's return codes:"
                            + " 11 already running, 15 a role change is pending, 24 credentials, 25 no controller found; the context ends in them",
                    "Microsoft Learn: Unattended installation return codes (AD DS); field reports of Test.VerifyDcPromoCore.DCPromo.General.n"),
            new Claim(
                    "promotion.others",
                    Evidence.E,
                    "a node of a cluster and a controller are refused with 77, the code of all the rest",
                    ASSUMED + ": a domain controller as a node is not supported (Microsoft: failover clustering)"),
            new Claim(
                    "promotion.restart",
                    Evidence.C,
                    "with -NoRebootOnCompletion the host is a controller after its next start, its local accounts are abolished then",
                    "Microsoft Learn: Install-ADDSDomainController, Default local accounts on domain controllers"),
            new Claim(
                    "promotion.between",
                    Evidence.E,
                    "between set-up and start DomainRole is still the old one and ProductType already LanmanNT; while it is set up the service NTDS"
                            + " is no longer Disabled; a set-up that is stopped is taken back; it takes four minutes",
                    ASSUMED),
            new Claim(
                    "promotion.shares",
                    Evidence.C,
                    "a new controller shares SYSVOL and NETLOGON once its first synchronisation is done (isSynchronized); 60 and 90 seconds"
                            + " are assumed",
                    "Microsoft Learn: troubleshooting missing SYSVOL and Netlogon shares, rootDSE attributes"),
            new Claim(
                    "promotion.sender",
                    Evidence.C,
                    "a session's variable PSSenderInfo tells ConnectedUser, with the computer's or the domain's name before it",
                    "PowerShell's public source: PSSenderInfo"),
            new Claim(
                    "dns.client",
                    Evidence.C,
                    "Get-DnsClientServerAddress has a row an interface and address family, loopback as number 1; Set- replaces the IPv4"
                            + " servers by the IPv4 addresses it is given",
                    STUBS),
            new Claim(
                    "dns.client.six",
                    Evidence.E,
                    "Set-DnsClientServerAddress sets each family of which it is given an address, and leaves the other as it is; an interface that"
                            + " was given none over IPv6 lists site-local addresses",
                    ASSUMED + " from the cmdlet's reference, which takes addresses of both"),
            new Claim(
                    "dns.resolve",
                    Evidence.D,
                    "Resolve-DnsName against a silent server ends in ERROR_TIMEOUT (1460), against one that knows no such name in"
                            + " DNS_ERROR_RCODE_NAME_ERROR (9003)",
                    "field reports, winerror.h; that -QuickTimeout takes three seconds is assumed"),
            new Claim(
                    "dns.order",
                    Evidence.E,
                    "a host whose DNS client nobody changed asks every controller, in the order they were declared",
                    "the lab's choice"));

    private DirectoryClaims() {}
}

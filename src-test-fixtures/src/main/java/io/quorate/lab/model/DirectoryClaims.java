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
                    "dns.client",
                    Evidence.C,
                    "Get-DnsClientServerAddress has a row an interface and address family, loopback as number 1; Set- replaces the IPv4"
                            + " servers by the IPv4 addresses it is given",
                    STUBS),
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

package io.quorate.spi.net;

import io.quorate.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What to look at when Kerberos does not work. */
public final class KerberosHints {

    private KerberosHints() {}

    /**
     * Says it in a sentence.
     *
     * @param realm whose controller was asked; null if only the JVM knows
     * @param services the names of the service that were tried
     * @param now our clock
     */
    public static String of(
            KerberosFailure failure, KerberosTickets tickets, @Nullable String realm, String services, Instant now) {
        String of = realm == null ? "<REALM>" : realm;
        return switch (failure.kind()) {
            case CODE -> code(failure.code(), tickets, services, now);
            case WRONG_KEY -> wrong(tickets);
            case NO_CONTROLLER ->
                "no domain controller answers: krb5.conf names it in [realms] " + of + " = { kdc = ... } (or DNS, with"
                        + " dns_lookup_kdc = true); is it up, and does the firewall let port 88 through? kdc_timeout and"
                        + " max_retries in [libdefaults] say how long the JVM waits for each";
            case NO_REALM ->
                "the JVM does not know the way: krb5.conf (java.security.krb5.conf) needs the line [realms] " + of
                        + " = { kdc = dc1." + of.toLowerCase(Locale.ROOT) + " } or [libdefaults] dns_lookup_kdc = true,"
                        + " and for hosts of another realm [domain_realm] ." + of.toLowerCase(Locale.ROOT) + " = " + of
                        + "; realms are written in capitals";
            case NO_TICKET -> none(tickets);
        };
    }

    private static String code(int code, KerberosTickets tickets, String services, Instant now) {
        return switch (code) {
            case KerberosFailure.CLIENT_UNKNOWN ->
                "the realm has no such account: check the spelling of user@REALM; the realm is the domain's DNS name in"
                        + " capitals, and no alternative UPN suffix";
            case KerberosFailure.SERVER_UNKNOWN ->
                "no account has that service name: use the host's name in its domain as address, look with setspn -Q "
                        + services.split(",", 2)[0]
                        + ", or name another one by the option servicePrincipalName; a host of"
                        + " another realm needs a line in krb5.conf: [domain_realm] .its.domain = ITS.REALM";
            case KerberosFailure.POLICY ->
                "the account may not log in now or from here: look at its log-on hours and workstations";
            case KerberosFailure.NO_ENCRYPTION_TYPE ->
                "there is no encryption that both sides take: Quorate needs AES, so the accounts of the user and of the"
                        + " host must have AES keys (msDS-SupportedEncryptionTypes, then a new password)";
            case KerberosFailure.REVOKED ->
                "the account is disabled, locked or expired: Get-ADUser -Properties Enabled,LockedOut,"
                        + "AccountExpirationDate; Unlock-ADAccount";
            case KerberosFailure.PASSWORD_EXPIRED ->
                "the password has expired or must be changed at the next log-on: change it first";
            case KerberosFailure.PASSWORD_WRONG, KerberosFailure.INTEGRITY -> wrong(tickets);
            case KerberosFailure.TICKET_EXPIRED -> "the ticket has expired: get a new one (kinit, klist)";
            case KerberosFailure.CLOCK_SKEW ->
                "the clocks are more than five minutes apart: ours says "
                        + now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        + "; compare with the controller's and the host's (w32tm /query /status) and set the wrong one";
            case KerberosFailure.WRONG_ACCOUNT ->
                "the service name is on another account than the host's: setspn -Q " + services.split(",", 2)[0]
                        + "; name another one by the option servicePrincipalName, such as host/<name>";
            default -> "the codes are those of RFC 4120, 7.5.9";
        };
    }

    private static String wrong(KerberosTickets tickets) {
        return tickets.source() instanceof Credentials.Tickets.Keytab keytab
                ? "the keys in " + keytab.file()
                        + " are not the account's any more: its password was changed; make a new"
                        + " keytab. It is not tried again, so that the account is not locked"
                : "the password is wrong; it is not tried again, so that the account is not locked";
    }

    private static String none(KerberosTickets tickets) {
        if (tickets.source() instanceof Credentials.Tickets.Cache cache) {
            return "there is no usable ticket in "
                    + (cache.file() == null ? "the usual cache" : cache.file().toString())
                    + ": kinit, then klist; only caches in files (FILE:) can be read";
        }
        if (tickets.source() instanceof Credentials.Tickets.Keytab keytab) {
            Path file = keytab.file();
            return Files.isReadable(file)
                    ? file + " holds no key of " + tickets.principal() + ": klist -k shows whose it holds"
                    : "the keytab " + file + " cannot be read";
        }
        return tickets.source() instanceof Credentials.Tickets.LoggedIn
                ? "the subject holds no ticket-granting ticket that is still good; renewing it is the caller's"
                : "does this JVM have the modules java.security.jgss and jdk.security.auth?";
    }
}

package io.quorate.doctor;

import io.quorate.error.FailedAttempt;
import io.quorate.error.QuorateException;
import io.quorate.san.Iqn;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one host. */
final class Sickbed {
    private static final Duration SOON = Duration.ofDays(30);

    /** WS-Man's codes of quotas (wsmerror.h); the reference of the project lists them. */
    private static final Set<String> QUOTAS = LongStream.of(
                    2150858815L,
                    2150859173L,
                    2150859174L,
                    2150859175L,
                    2150859176L,
                    2150859179L,
                    2150859236L,
                    2150859237L,
                    2150859238L,
                    2150859239L,
                    2150859240L,
                    2150859241L,
                    2150859242L)
            .mapToObj(code -> String.format(Locale.ROOT, "0x%08X", code))
            .collect(Collectors.toUnmodifiableSet());

    /** Access denied, by WS-Man and by Windows. */
    private static final Set<String> DENIED = Set.of("5", "0x00000005", "0x80070005");

    /** STATUS_ACCOUNT_LOCKED_OUT, _DISABLED, _EXPIRED, and the controller's word for all of them. */
    private static final Set<String> LOCKED =
            Set.of("0xC0000234", "0xC0000072", "0xC0000193", "KDC_ERR_CLIENT_REVOKED", "Kerberos 18", "18");

    private final String endpoint;
    private final String host;
    private final List<Finding> findings = new ArrayList<>();

    Sickbed(String endpoint, String host) {
        this.endpoint = endpoint;
        this.host = host;
    }

    List<Finding> findings() {
        return findings;
    }

    void ill(Ailment code, String what, String why, String cure) {
        add(Severity.ILL, code, what, why, cure);
    }

    void add(Severity severity, Ailment code, String what, String why, String cure) {
        findings.add(new Finding(severity, code, endpoint, host, what, why, cure));
    }

    private static String cure(QuorateException e, String otherwise) {
        String hint = e.hint();
        return hint == null || hint.isBlank() ? otherwise : hint;
    }

    private static String said(QuorateException e) {
        return e.code() == null ? e.said() : e.said() + " [" + e.code() + "]";
    }

    /** Nobody let us look. */
    void entrance(QuorateException e) {
        network(e, kind(e));
    }

    /** Nobody let us look at an appliance: one that takes a connection and says nothing has a sick management. */
    void door(QuorateException e) {
        if (kind(e) == ErrorKind.DEADLINE_EXCEEDED) {
            management(e);
        } else {
            network(e, kind(e));
        }
    }

    /** Where the time ran out over knocks that reached nobody, nobody was reached. */
    private static ErrorKind kind(QuorateException e) {
        boolean earlier = Arrays.stream(e.getSuppressed())
                .anyMatch(one -> one instanceof FailedAttempt attempt && attempt.kind() == ErrorKind.UNREACHABLE);
        boolean last = e.getCause() instanceof Fault fault && fault.kind() == ErrorKind.UNREACHABLE;
        boolean nobody = e.kind() == ErrorKind.DEADLINE_EXCEEDED && (earlier || last);
        return nobody ? ErrorKind.UNREACHABLE : e.kind();
    }

    private void network(QuorateException e, ErrorKind kind) {
        switch (kind) {
            case UNREACHABLE ->
                ill(
                        Ailment.UNREACHABLE,
                        "nobody answers at " + host,
                        said(e),
                        cure(e, "is the host up, is its service running, and does a firewall let us through?"));
            case DEADLINE_EXCEEDED ->
                ill(
                        Ailment.SILENT,
                        host + " did not answer in time",
                        said(e),
                        cure(e, "is the host overloaded or frozen, or does a firewall drop the packets?"));
            case UNTRUSTED ->
                ill(Ailment.UNTRUSTED, host + " cannot prove who it is", said(e), cure(e, "see its certificate"));
            case BAD_REPLY ->
                ill(
                        Ailment.BAD_ANSWER,
                        host + " answers what it should not",
                        said(e),
                        cure(e, "does another program listen there, or a proxy?"));
            default ->
                add(
                        Severity.UNTOLD,
                        Ailment.CANNOT_TELL,
                        "what is wrong with " + host + " cannot be told",
                        said(e),
                        cure(e, "try again; if it stays, the message says who refused"));
        }
    }

    void entrance(Entrance seen, Instant now) {
        ServerCertificate certificate = seen.certificate();
        if (certificate == null) {
            return;
        }
        String whose = "it shows the certificate of " + certificate.subject() + ", issued by " + certificate.issuer()
                + ", for " + certificate.names() + ", valid " + certificate.from() + " to " + certificate.until()
                + ", SHA-256 " + certificate.sha256();
        if (seen.untrusted() != null) {
            ill(
                    Ailment.UNTRUSTED,
                    seen.address() + " cannot prove who it is: " + seen.untrusted(),
                    whose,
                    "give its authority by Trust.authorities(..), reach the host by a name the certificate holds, give the listener a"
                            + " certificate that does, or, after comparing it on the host, pin it by Trust.pin(..)");
        } else if (certificate.until().isBefore(now.plus(SOON))) {
            add(
                    Severity.WARNING,
                    Ailment.CERTIFICATE_ENDS,
                    "the certificate of " + seen.address() + " ends at " + certificate.until(),
                    whose,
                    "renew it, and give it to the listener");
        }
    }

    /** No session came about. */
    void session(QuorateException e) {
        String code = Objects.requireNonNullElse(e.code(), "");
        if (QUOTAS.contains(code)) {
            ill(
                    Ailment.QUOTA_USED_UP,
                    "WinRM takes no more sessions",
                    said(e),
                    cure(
                            e,
                            "close what is left open, or raise the quota at WSMan:\\localhost\\Plugin\\microsoft.powershell\\Quotas and"
                                    + " restart WinRM"));
        } else if (e.kind() == ErrorKind.ACCESS_DENIED && LOCKED.contains(code)) {
            ill(
                    Ailment.ACCOUNT_LOCKED,
                    "the account is locked, disabled or expired",
                    said(e),
                    "Unlock-ADAccount, or net user NAME /active:yes on the host; find who tries the wrong password first, or it is locked"
                            + " again");
        } else if (e.kind() == ErrorKind.ACCESS_DENIED && DENIED.contains(code)) {
            ill(
                    Ailment.NO_RIGHTS,
                    "the account may not open a session",
                    said(e),
                    "put it into the host's Administrators, or into Remote Management Users, or give the endpoint a session configuration"
                            + " that admits it (configurationName)");
        } else if (e.kind() == ErrorKind.ACCESS_DENIED) {
            ill(
                    Ailment.LOGIN_REFUSED,
                    "the log-in is refused",
                    said(e),
                    cure(e, "compare user and password")
                            + "; a locked, disabled or expired account looks the same from here:"
                            + " Search-ADAccount -LockedOut, Unlock-ADAccount");
        } else if (e.kind() == ErrorKind.BUSY) {
            add(
                    Severity.WARNING,
                    Ailment.QUOTA_USED_UP,
                    "the host takes no session now",
                    said(e),
                    cure(e, "wait, or close what is left open"));
        } else {
            network(e, e.kind());
        }
    }

    /** The management did not say who it is. */
    void management(QuorateException e) {
        if (e.kind() == ErrorKind.ACCESS_DENIED) {
            ill(
                    Ailment.LOGIN_REFUSED,
                    "the management refuses the log-in",
                    said(e),
                    cure(e, "compare user and password"));
            return;
        }
        ill(
                Ailment.MANAGEMENT_SICK,
                "the management does not answer as it should",
                said(e),
                cure(e, "restart the management service (nef) on the appliance")
                        + "; its data path may well serve: look at the portals before anything else, and fail nothing over for it");
    }

    boolean appliance(AppliancePicture picture) {
        if (picture.clusters() instanceof Told.Untold<List<String>> untold && untold.cause() != Told.Cause.MISSING) {
            untold("whether the appliance is one of a cluster", untold.why());
        }
        return true;
    }

    /** The portal did not list its targets. */
    void portal(QuorateException e) {
        if (e.kind() == ErrorKind.ACCESS_DENIED) {
            ill(Ailment.TARGET_REFUSED, "the portal refuses our name or secret", said(e), refusedCure(e.hint(), null));
        } else {
            network(e, e.kind());
        }
    }

    private static String refusedCure(@Nullable String hint, @Nullable Iqn initiator) {
        String named = initiator == null ? "our initiator's name" : initiator.toString();
        return "put " + named
                + " into the host group that the volume is mapped to, and compare CHAP name and secret on both sides"
                + (hint == null ? "" : "; " + hint);
    }

    boolean targets(TargetsPicture picture) {
        if (picture.targets().isEmpty()) {
            add(
                    Severity.WARNING,
                    Ailment.NO_TARGET,
                    "the portal shows " + picture.initiator() + " no target",
                    "the list of targets is empty",
                    "map a volume to a host group that holds " + picture.initiator()
                            + " through a target group of this portal");
        }
        boolean served = picture.targets().values().stream().anyMatch(told -> told.is(units -> units > 0));
        for (Map.Entry<Iqn, Told<Integer>> one : picture.targets().entrySet()) {
            Told<Integer> told = one.getValue();
            if (served && (told.orNull() != null || told.isUntold(Told.Cause.REFUSED))) {
                // the others are for other machines
                continue;
            }
            if (told instanceof Told.Untold<Integer> untold) {
                if (untold.cause() == Told.Cause.REFUSED) {
                    ill(
                            Ailment.TARGET_REFUSED,
                            "the target " + one.getKey() + " refuses " + picture.initiator(),
                            untold.code() == null ? untold.why() : untold.why() + " [" + untold.code() + "]",
                            refusedCure(null, picture.initiator()));
                } else {
                    untold("what the target " + one.getKey() + " shows", untold.why());
                }
            } else if (told.is(units -> units == 0)) {
                ill(
                        Ailment.TARGET_REFUSED,
                        "the target " + one.getKey() + " lets " + picture.initiator() + " in and shows it nothing",
                        "its list of logical units is empty",
                        refusedCure(null, picture.initiator()));
            }
        }
        return true;
    }

    void untold(String what, String why) {
        add(
                Severity.UNTOLD,
                Ailment.CANNOT_TELL,
                what + " cannot be told",
                why,
                "look on the host itself, or let the account read it");
    }
}

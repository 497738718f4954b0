package io.quorate.directory;

import io.quorate.Span;
import io.quorate.directory.DirectoryFinding.Kind;
import io.quorate.error.QuorateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges replication by clocks and numbers. Does no I/O. */
final class ReplicationCheck {
    /** What Kerberos bears, by default. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /**
     * What a controller told.
     *
     * @param host the controller, as it was named
     * @param replication what it said of itself; null if it could not be read
     * @param asked our own time when it was asked
     * @param listed the controllers it knows
     * @param unread why it could not be read; null if it could
     */
    record Seen(
            String host,
            @Nullable ControllerReplication replication,
            Instant asked,
            List<DomainController> listed,
            @Nullable QuorateException unread) {}

    private final List<Seen> all;
    private final Duration behind;
    private final List<DirectoryFinding> findings = new ArrayList<>();

    private ReplicationCheck(List<Seen> all, Duration behind) {
        this.all = all;
        this.behind = behind;
    }

    static DirectoryReport judge(List<Seen> all, Duration behind) {
        ReplicationCheck check = new ReplicationCheck(all, behind);
        Map<String, DomainController> listed = new LinkedHashMap<>();
        all.forEach(seen -> seen.listed().forEach(one -> listed.putIfAbsent(one.hostName(), one)));
        for (Seen seen : all) {
            check.controller(seen, listed.size());
        }
        for (DomainController one : listed.values()) {
            if (all.stream().noneMatch(seen -> one.isNamed(seen.host()))) {
                check.add(Kind.CANNOT_TELL, one.name(), one.hostName(), "it is a controller and was not asked");
            }
        }
        check.clocks();
        return new DirectoryReport(check.findings);
    }

    private void add(Kind kind, String machine, String subject, String detail) {
        findings.add(new DirectoryFinding(kind, machine, subject, detail, List.of()));
    }

    private void controller(Seen seen, int controllers) {
        String host = seen.host();
        ControllerReplication replication = seen.replication();
        if (replication == null) {
            QuorateException unread = seen.unread();
            add(
                    Kind.CANNOT_TELL,
                    host,
                    host,
                    unread == null ? "nothing was read" : String.valueOf(unread.getMessage()));
            return;
        }
        if (seen.listed().stream().noneMatch(one -> one.isNamed(host))) {
            add(Kind.NOT_IN_DOMAIN, host, host, "it does not list itself among the controllers");
        }
        Boolean synchronised = replication.synchronised();
        if (synchronised == null) {
            add(Kind.CANNOT_TELL, host, host, "whether it has finished its first synchronisation is not told");
        } else if (!synchronised) {
            add(Kind.NOT_SYNCHRONISED, host, host, "it has not finished its first synchronisation");
        }
        if (replication.links().isEmpty() && Math.max(controllers, all.size()) > 1) {
            add(Kind.NO_PARTNER, host, host, "it pulls from nobody");
        }
        replication.links().forEach(link -> link(host, replication.now(), link));
        for (ReplicationFailure failure : replication.remembered()) {
            boolean said = replication.links().stream()
                    .anyMatch(link -> link.isFailing() && link.partner().equalsIgnoreCase(failure.partner()));
            if (failure.isFailing() && !said) {
                add(
                        Kind.REPLICATION_FAILS,
                        host,
                        failure.partner(),
                        "error " + failure.lastError() + ", failures " + failure.count() + ", since "
                                + failure.first());
            }
        }
    }

    private void link(String host, @Nullable Instant now, ReplicationLink link) {
        String subject = link.partner() + " " + link.partition();
        if (link.isFailing()) {
            add(
                    Kind.REPLICATION_FAILS,
                    host,
                    subject,
                    "result " + link.lastResult() + ", failures " + link.failures() + ", last success "
                            + link.lastSuccess());
        }
        Instant success = link.lastSuccess();
        if (now == null || !link.isTold() || success == null) {
            add(Kind.CANNOT_TELL, host, subject, "its numbers or the controller's clock are not all told: " + link);
            return;
        }
        Duration age = Duration.between(success, now);
        if (age.compareTo(behind) > 0) {
            add(
                    Kind.REPLICATION_BEHIND,
                    host,
                    subject,
                    "the last success is " + Span.words(age) + " ago, at " + success);
        } else if (age.compareTo(SKEW.negated()) < 0) {
            add(
                    Kind.CLOCKS_APART,
                    host,
                    subject,
                    "the last success lies " + Span.words(age.negated()) + " in the future");
        }
    }

    /** Compares how far each controller's clock is from ours, with the furthest behind: ours need not be right. */
    private void clocks() {
        Seen lowest = null;
        Duration least = Duration.ZERO;
        for (Seen seen : all) {
            Duration ahead = ahead(seen);
            if (ahead != null && (lowest == null || ahead.compareTo(least) < 0)) {
                lowest = seen;
                least = ahead;
            }
        }
        for (Seen seen : all) {
            Duration ahead = ahead(seen);
            if (lowest != null && ahead != null && ahead.minus(least).compareTo(SKEW) > 0) {
                add(Kind.CLOCKS_APART, seen.host(), lowest.host(), "its clock is " + ahead.minus(least) + " ahead");
            }
        }
    }

    private static @Nullable Duration ahead(Seen seen) {
        ControllerReplication replication = seen.replication();
        Instant now = replication == null ? null : replication.now();
        return now == null ? null : Duration.between(seen.asked(), now);
    }
}

package io.quorate.doctor;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.doctor.command.ExamineAppliance;
import io.quorate.doctor.command.ExamineSession;
import io.quorate.doctor.command.ExamineTargets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at endpoints from outside in and says what will not work, why, and what cures it. Changes nothing. Hosts are looked at side by side;
 * one that is dead or hangs ends at the time given, and the others are told all the same. Immutable and thread-safe.
 *
 * <p>It opens one session a host and reads; an account that may not read something is told as such. It logs in as the endpoint does, so a wrong
 * password counts as one.
 */
public final class Doctor {
    private static final Duration USUAL = Duration.ofMinutes(2);

    private final List<Calls> endpoints;
    private final QuorateRuntime runtime;
    private final boolean named;

    /**
     * Made by {@code Quorate.doctor}.
     *
     * @param endpoints the doors to whom it looks at
     * @param runtime the clock
     * @param named whether they were named; else those of a kind it does not know are passed over
     */
    public Doctor(List<Calls> endpoints, QuorateRuntime runtime, boolean named) {
        this.endpoints = List.copyOf(endpoints);
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.named = named;
    }

    /** Examines every host; two minutes at most. */
    public DoctorReport examine() {
        return examine(USUAL);
    }

    /**
     * Examines every host.
     *
     * @param atMost how long one may take; they are looked at side by side
     * @throws UnsupportedOperationException if an endpoint is of a kind that it cannot examine yet: SQL
     * @throws io.quorate.error.QuorateException if the thread was interrupted (its status is restored)
     */
    public DoctorReport examine(Duration atMost) {
        Objects.requireNonNull(atMost, "atMost");
        Map<String, HostVisit> visits = new LinkedHashMap<>();
        for (Calls calls : endpoints) {
            HostReport.Kind kind = kind(calls);
            if (kind == null && named) {
                throw new UnsupportedOperationException("the doctor examines WinRM, NexentaStor and iSCSI endpoints; "
                        + calls.endpoint() + " is none of them");
            }
            for (String host : kind == null ? List.<String>of() : calls.hosts()) {
                visits.put(calls.endpoint() + "/" + host, new HostVisit(calls, host, Objects.requireNonNull(kind)));
            }
        }
        List<HostReport> reports = new ArrayList<>();
        if (!visits.isEmpty()) {
            Deadline deadline = Deadline.in(atMost, runtime);
            reports.addAll(endpoints
                    .get(0)
                    .atEach(
                            List.copyOf(visits.keySet()),
                            key -> Objects.requireNonNull(visits.get(key)).report(deadline)));
        }
        return new DoctorReport(runtime.now(), reports);
    }

    private static HostReport.@Nullable Kind kind(Calls calls) {
        String any = calls.hosts().get(0);
        if (calls.missingFor(new ExamineSession(any)).isEmpty()) {
            return HostReport.Kind.WINDOWS;
        }
        if (calls.missingFor(new ExamineAppliance(any)).isEmpty()) {
            return HostReport.Kind.APPLIANCE;
        }
        return calls.missingFor(new ExamineTargets(any)).isEmpty() ? HostReport.Kind.PORTAL : null;
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoints", endpoints.stream().map(Calls::endpoint).toList())
                .toString();
    }
}

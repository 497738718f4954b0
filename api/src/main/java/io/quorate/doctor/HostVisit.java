package io.quorate.doctor;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.call.Calls;
import io.quorate.doctor.Told.Cause;
import io.quorate.doctor.command.ExamineAppliance;
import io.quorate.doctor.command.ExamineEntrance;
import io.quorate.doctor.command.ExamineSession;
import io.quorate.doctor.command.ExamineTargets;
import io.quorate.doctor.command.ExamineUnseen;
import io.quorate.error.QuorateException;
import io.quorate.spi.ReadCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One look at one host: asks from outside in, and no further than somebody answers. */
final class HostVisit {
    private static final Duration KNOCK = Duration.ofSeconds(20);

    private final Calls calls;
    private final String host;
    private final HostReport.Kind kind;
    private final QuorateRuntime runtime;

    HostVisit(Calls calls, String host, HostReport.Kind kind) {
        this.calls = calls;
        this.host = host;
        this.kind = kind;
        this.runtime = calls.runtime();
    }

    private static <T> Told<T> notAsked(String why) {
        return Told.untold(Cause.NOT_ASKED, why, null);
    }

    HostReport report(Deadline deadline) {
        long began = runtime.nanos();
        Sickbed sickbed = new Sickbed(calls.endpoint(), host);
        Told<Entrance> entrance = notAsked("a portal has none");
        if (kind != HostReport.Kind.PORTAL) {
            entrance = ask(
                    new ExamineEntrance(host),
                    deadline,
                    KNOCK,
                    kind == HostReport.Kind.APPLIANCE ? sickbed::door : sickbed::entrance);
            entrance.is(seen -> {
                sickbed.entrance(seen, runtime.now());
                return true;
            });
        }
        boolean enters = kind == HostReport.Kind.PORTAL || entrance.is(seen -> seen.untrusted() == null);
        String shut = "nobody gets in there";
        Told<SessionPicture> session = notAsked(shut);
        Told<UnseenAnswers> unseen = notAsked(shut);
        Told<AppliancePicture> appliance = notAsked(shut);
        Told<TargetsPicture> targets = notAsked(shut);
        List<NounState> nouns = new ArrayList<>();
        switch (kind) {
            case WINDOWS -> {
                if (enters) {
                    session = ask(new ExamineSession(host), deadline, deadline.remaining(), sickbed::session);
                    unseen = session.orNull() == null
                            ? unseen
                            : ask(new ExamineUnseen(host), deadline, deadline.remaining(), none -> {});
                }
                session.is(picture -> {
                    new WindowsJudge(picture, sickbed).judge();
                    return true;
                });
                nouns.addAll(NounNeeds.states(session));
            }
            case APPLIANCE -> {
                if (enters) {
                    appliance = ask(new ExamineAppliance(host), deadline, deadline.remaining(), sickbed::management);
                    appliance.is(sickbed::appliance);
                }
            }
            case PORTAL -> {
                targets = ask(new ExamineTargets(host), deadline, deadline.remaining(), sickbed::portal);
                targets.is(sickbed::targets);
            }
        }
        return new HostReport(
                calls.endpoint(),
                host,
                kind,
                entrance,
                session,
                unseen,
                appliance,
                targets,
                nouns,
                sickbed.findings(),
                Duration.ofNanos(runtime.nanos() - began));
    }

    /** What to make of a failure. */
    private interface Failed {
        void as(QuorateException failure);
    }

    private <T> Told<T> ask(ReadCommand<T> question, Deadline deadline, Duration atMost, Failed failed) {
        Duration left = deadline.remaining();
        if (left.isZero()) {
            return Told.untold(Cause.SILENT, "no time was left to ask", null);
        }
        try {
            return Told.known(calls.run(question, atMost.compareTo(left) < 0 ? atMost : left));
        } catch (QuorateException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            failed.as(e);
            return Told.untold(cause(e), e.said(), e.code());
        }
    }

    private static Cause cause(QuorateException e) {
        return switch (e.kind()) {
            case ACCESS_DENIED -> Cause.REFUSED;
            case UNSUPPORTED, NOT_FOUND -> Cause.MISSING;
            case UNREACHABLE, DEADLINE_EXCEEDED, OUTCOME_UNKNOWN -> Cause.SILENT;
            default -> Cause.OTHER;
        };
    }
}

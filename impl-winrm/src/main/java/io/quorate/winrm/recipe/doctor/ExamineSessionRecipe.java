package io.quorate.winrm.recipe.doctor;

import io.quorate.doctor.SessionPicture;
import io.quorate.doctor.SessionPicture.Hop;
import io.quorate.doctor.SessionPicture.ServiceLook;
import io.quorate.doctor.SessionPicture.Skew;
import io.quorate.doctor.Told;
import io.quorate.doctor.Told.Cause;
import io.quorate.doctor.command.ExamineSession;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.recipe.HostEntry;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Opens the session, and asks one thing after the other: what the account may not read keeps nothing else from being told. */
final class ExamineSessionRecipe implements ReadingRecipe<ExamineSession, SessionPicture> {
    private static final int TRIPS = 5;
    private static final String CLUSTER_SERVICE = "ClusSvc";

    @Override
    public Class<ExamineSession> handles() {
        return ExamineSession.class;
    }

    @Override
    public SessionPicture run(ExamineSession command, WindowsHost host) {
        HostEntry entry = host.entry();
        PowerShell shell = host.powerShell();
        Questions questions = new Questions(entry);
        Trips trips = Trips.of(entry, shell, questions);
        Told<Map<String, ServiceLook>> services =
                questions.ask(() -> SessionReads.services(shell.run(SessionReads.services())));
        Told<List<String>> plugins = questions.ask(() -> SessionReads.plugins(shell.run(SessionReads.plugins())));
        return new SessionPicture(
                entry.login(),
                entry.configuration(),
                told(entry.powerShell()),
                told(entry.protocol()),
                questions.ask(() -> SessionReads.language(shell.run(SessionReads.language()))),
                questions.ask(() -> SessionReads.policy(shell.run(SessionReads.policy()))),
                questions.ask(() -> SessionReads.system(shell.run(SessionReads.system()))),
                questions.ask(() -> SessionReads.modules(shell.run(SessionReads.modules()))),
                services,
                cluster(services, shell, questions),
                administrator(plugins),
                hop(plugins, entry, shell, questions),
                questions.ask(() -> SessionReads.quotas(shell.run(SessionReads.quotas()))),
                trips.clock,
                trips.median);
    }

    private static Told<String> told(@Nullable String text) {
        return text == null ? Told.untold(Cause.OTHER, "the host does not say", null) : Told.known(text);
    }

    /** Where the service is not there, or does not run, there is no cluster to ask. */
    private static Told<String> cluster(
            Told<Map<String, ServiceLook>> services, PowerShell shell, Questions questions) {
        Map<String, ServiceLook> all = services.orNull();
        ServiceLook service = all == null ? null : all.get(CLUSTER_SERVICE);
        if (all != null && (service == null || !service.running() && service.disabled())) {
            return Told.known("");
        }
        if (service != null && !service.running()) {
            return Told.untold(Cause.NOT_ASKED, "the cluster service does not run", null);
        }
        return questions.ask(() -> SessionReads.cluster(shell.run(SessionReads.cluster())));
    }

    /** WinRM's settings are shown to administrators alone: whoever is refused is none. */
    private static Told<Boolean> administrator(Told<List<String>> plugins) {
        return plugins.isUntold(Cause.REFUSED) ? Told.known(false) : plugins.map(all -> true);
    }

    private static Told<Hop> hop(Told<List<String>> plugins, HostEntry entry, PowerShell shell, Questions questions) {
        return plugins instanceof Told.Untold<List<String>> untold
                ? Told.untold(untold.cause(), untold.why(), untold.code())
                : questions.ask(() -> {
                    Map<String, String> runAs = new TreeMap<>();
                    for (String name : plugins.orNull() == null ? List.<String>of() : plugins.orNull()) {
                        runAs.put(name, SessionReads.setting(shell.run(SessionReads.runAs(name))));
                    }
                    Told<Boolean> credSsp = questions.ask(() -> SessionReads.setting(shell.run(SessionReads.credSsp()))
                            .equalsIgnoreCase("true"));
                    return new Hop(entry.delegated(), entry.lends(), credSsp, runAs);
                });
    }

    /** A few of the shortest commands: how long they take, and how the host's clock goes. */
    private record Trips(Told<Skew> clock, Told<Duration> median) {

        /**
         * @throws Fault if no session comes about
         */
        static Trips of(HostEntry entry, PowerShell shell, Questions questions) {
            List<Duration> trips = new ArrayList<>();
            Skew best = null;
            for (int i = 0; i <= TRIPS && !entry.late(); i++) {
                long began = entry.nanos();
                Instant sent = entry.now();
                Instant read;
                try {
                    read = SessionReads.date(shell.run(SessionReads.date()));
                } catch (Fault fault) {
                    if (entry.protocol() != null && fault.kind() == ErrorKind.UNSUPPORTED) {
                        return untold(fault);
                    }
                    throw fault;
                }
                Duration took = Duration.ofNanos(entry.nanos() - began);
                if (i == 0) {
                    // the first opens the session
                    continue;
                }
                trips.add(took);
                Duration half = took.dividedBy(2);
                if (best == null || half.compareTo(best.within()) < 0) {
                    best = new Skew(Duration.between(sent.plus(half), read), half);
                }
            }
            if (best == null) {
                return new Trips(questions.ask(Trips::late), questions.ask(Trips::late));
            }
            Collections.sort(trips);
            return new Trips(Told.known(best), Told.known(trips.get(trips.size() / 2)));
        }

        private static <T> T late() {
            throw Fault.neverSent(ErrorKind.DEADLINE_EXCEEDED).because("no time was left to ask");
        }

        private static Trips untold(Fault fault) {
            String why = String.valueOf(fault.getMessage());
            return new Trips(
                    Told.untold(Cause.MISSING, why, fault.code()), Told.untold(Cause.MISSING, why, fault.code()));
        }
    }
}

package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a session lets us say, with reads that every session takes that we can work in: which Select-Object it has tells a
 * restricted session from others, its language is a property of a variable, and a restricted session lists the few commands it shows.
 * Asked once a session; a role that is changed shows in sessions that are opened later.
 */
final class Preflight {
    private static final String SELECT = "Microsoft.PowerShell.Utility\\Select-Object";
    private static final String COMMAND = "Get-Command";
    private static final String CONSTRAINED = "ConstrainedLanguage";

    /** Short names: a restricted session's own commands are functions of no module. */
    private static final PsPipeline WHAT = PsPipeline.of(List.of(
            List.of(PsCommand.of(COMMAND).with("Name", List.of("Select-Object"))),
            List.of(
                    PsCommand.of("Microsoft.PowerShell.Utility\\Get-Variable")
                            .with("Name", List.of("ExecutionContext"))
                            .with("ValueOnly", true),
                    PsCommand.of(SELECT).with("ExpandProperty", "SessionState"),
                    PsCommand.of(SELECT).with("Property", List.of("LanguageMode")))));

    private static final PsPipeline SHOWN = PsPipeline.of(List.of(
            List.of(PsCommand.of(COMMAND).with("Name", List.of(SELECT)).with("ErrorAction", "SilentlyContinue")),
            List.of(PsCommand.of(COMMAND))));

    /** By session, none of which is kept alive for it. */
    private final Map<WinRmSession, SessionAbilities> known = Collections.synchronizedMap(new WeakHashMap<>());

    /** Returns what is known of a session without asking it; null for nothing yet. */
    @Nullable
    SessionAbilities known(WinRmSession session) {
        return known.get(session);
    }

    /** Returns what a session lets us say; asks it the first time. */
    SessionAbilities of(WinRmSession session, Deadline deadline) {
        SessionAbilities before = known.get(session);
        if (before != null) {
            return before;
        }
        SessionAbilities now = ask(session, deadline);
        known.put(session, now);
        return now;
    }

    private static SessionAbilities ask(WinRmSession session, Deadline deadline) {
        PsResult what = run(session, WHAT, deadline);
        SessionAbilities.Shown select = what.output().stream()
                .map(Preflight::shown)
                .filter(one -> one != null && one.name().equalsIgnoreCase("Select-Object"))
                .findFirst()
                .orElse(null);
        if (select == null) {
            // It does not tell: what it refuses will be known when it refuses it.
            return SessionAbilities.ALL;
        }
        if (!select.module().isEmpty()) {
            boolean constrained = what.output().stream().anyMatch(Preflight::isConstrained);
            return constrained ? new SessionAbilities(true, null) : SessionAbilities.ALL;
        }
        List<SessionAbilities.Shown> all = new ArrayList<>();
        run(session, SHOWN, deadline).output().forEach(value -> {
            SessionAbilities.Shown one = shown(value);
            if (one != null) {
                all.add(one);
            }
        });
        boolean cmdlet = !all.isEmpty()
                && all.get(0).name().equalsIgnoreCase("Select-Object")
                && !all.get(0).module().isEmpty();
        return SessionAbilities.of(cmdlet ? all.subList(1, all.size()) : all, cmdlet ? List.of(all.get(0)) : List.of());
    }

    /** Nothing of the command is under way yet, whatever becomes of the question. */
    private static PsResult run(WinRmSession session, PsPipeline question, Deadline deadline) {
        try {
            return session.run(question, deadline);
        } catch (Fault fault) {
            throw fault.phase() == FaultPhase.UNANSWERED
                    ? fault.as(FaultPhase.NEVER_SENT).because(String.valueOf(fault.getMessage()))
                    : fault;
        }
    }

    private static boolean isConstrained(PsValue value) {
        PsValue mode = value instanceof PsObject o ? o.property("LanguageMode") : null;
        return mode instanceof PsObject word && CONSTRAINED.equals(word.text());
    }

    private static SessionAbilities.@Nullable Shown shown(PsValue value) {
        if (!(value instanceof PsObject object) || text(object.property("Name")) == null) {
            return null;
        }
        String module = text(object.property("ModuleName"));
        Set<String> parameters = null;
        if (object.property("Parameters") instanceof PsObject table
                && table.content() instanceof PsDictionary entries) {
            parameters = entries.entries().stream()
                    .map(entry -> String.valueOf(text(entry.key())).toLowerCase(Locale.ROOT))
                    .collect(java.util.stream.Collectors.toUnmodifiableSet());
        }
        return new SessionAbilities.Shown(
                String.valueOf(text(object.property("Name"))), module == null ? "" : module, parameters);
    }

    private static @Nullable String text(@Nullable PsValue value) {
        PsPrimitive primitive = value == null ? null : value.primitive();
        return primitive == null ? null : primitive.value().toString();
    }
}

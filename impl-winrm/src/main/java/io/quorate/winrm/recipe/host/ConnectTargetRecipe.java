package io.quorate.winrm.recipe.host;

import io.quorate.Secret;
import io.quorate.host.ConnectSpec;
import io.quorate.host.command.ConnectTarget;
import io.quorate.host.InitiatorSession;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.san.ChapLogin;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.host.InitiatorReads.SessionRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs in with {@code Connect-IscsiTarget}, persistently; a session that is there and not persistent is made so with
 * {@code Register-IscsiSession}. Never ends a session to make another: a cluster may run on it.
 */
final class ConnectTargetRecipe implements Recipe<ConnectTarget, InitiatorSession> {
    @Override
    public Class<ConnectTarget> handles() {
        return ConnectTarget.class;
    }

    @Override
    public List<PsPipeline> steps(ConnectTarget command) {
        ConnectSpec spec = command.spec();
        return List.of(
                Line.message(InitiatorReads.sessions()),
                InitiatorReads.connections(List.of("(each session's)")),
                Line.message(InitiatorReads.targets()),
                InitiatorReads.refreshedTargets(),
                connect(spec, spec.target().value()),
                register(spec, "(if it is not persistent)"));
    }

    private static PsPipeline connect(ConnectSpec spec, String target) {
        List<List<PsCommand>> statements = new ArrayList<>();
        Secret mutual = spec.mutualSecret();
        if (mutual != null) {
            statements.add(Line.statement(Cmdlet.SET_ISCSI_CHAP_SECRET.line().secret("ChapSecret", mutual)));
        }
        Line line = Cmdlet.CONNECT_ISCSI_TARGET
                .line()
                .with("NodeAddress", target)
                .with("TargetPortalAddress", spec.portal().address())
                .with("TargetPortalPortNumber", spec.portal().port())
                .with("IsPersistent", true)
                .with("IsMultipathEnabled", spec.multipath());
        String own = spec.initiatorAddress();
        if (own != null) {
            line = line.with("InitiatorPortalAddress", own);
        }
        ChapLogin chap = spec.chap();
        line = line.with("AuthenticationType", chap == null ? "NONE" : mutual == null ? "ONEWAYCHAP" : "MUTUALCHAP");
        statements.add(InitiatorReads.projectSession(login(line, chap)));
        return Line.message(statements);
    }

    /** Without its log-in a persistent session is written with an empty secret, and fails after a restart. */
    private static PsPipeline register(ConnectSpec spec, String id) {
        Line line = Cmdlet.REGISTER_ISCSI_SESSION
                .line()
                .with("SessionIdentifier", List.of(id))
                .with("IsMultipathEnabled", spec.multipath());
        return Line.message(Line.statement(login(line, spec.chap())));
    }

    private static Line login(Line line, @Nullable ChapLogin chap) {
        return chap == null ? line : line.with("ChapUsername", chap.user()).secret("ChapSecret", chap.secret());
    }

    @Override
    public InitiatorSession run(ConnectTarget command, PowerShell shell) {
        ConnectSpec spec = command.spec();
        List<SessionRow> sessions = sessions(spec, shell);
        Optional<SessionRow> there = over(spec, sessions);
        if (there.isEmpty()) {
            refuseSecond(spec, sessions);
            Fault refusal = Answers.attempt(shell, connect(spec, spelling(spec, shell)));
            there = over(spec, sessions(spec, shell));
            if (there.isEmpty()) {
                throw Answers.failed(refusal, "the host has no session to " + spec.target() + " at " + spec.portal());
            }
        }
        SessionRow row = there.get();
        if (!row.session().connected()) {
            throw Answers.pending("the session to " + spec.target() + " at " + spec.portal()
                    + " is there and not connected: Windows tries again by itself");
        }
        return row.session().persistent() ? row.session() : persistent(spec, row, shell);
    }

    private static InitiatorSession persistent(ConnectSpec spec, SessionRow row, PowerShell shell) {
        Fault refusal = Answers.attempt(shell, register(spec, row.session().id()));
        return over(spec, sessions(spec, shell))
                .map(SessionRow::session)
                .filter(InitiatorSession::persistent)
                .orElseThrow(() -> Answers.failed(
                        refusal, "the session to " + spec.target() + " at " + spec.portal() + " is not persistent"));
    }

    private static List<SessionRow> sessions(ConnectSpec spec, PowerShell shell) {
        return InitiatorReads.of(spec.target(), InitiatorReads.sessions(shell));
    }

    private static Optional<SessionRow> over(ConnectSpec spec, List<SessionRow> sessions) {
        Optional<SessionRow> found =
                sessions.stream().filter(row -> row.isOver(spec.portal())).findFirst();
        if (found.isEmpty() && sessions.stream().anyMatch(row -> !row.portalsKnown())) {
            throw Answers.pending(
                    "the host does not tell which portals its session to " + spec.target() + " runs over");
        }
        return found;
    }

    /** Windows would refuse it, or make duplicate disks where multipathing is not set up. */
    private static void refuseSecond(ConnectSpec spec, List<SessionRow> others) {
        if (!others.isEmpty() && !spec.multipath()) {
            throw Answers.conflict(
                    "the host has a session to " + spec.target() + " at "
                            + others.get(0).session().portals() + ", not at " + spec.portal(),
                    "a second session needs MPIO, installed and claiming iSCSI disks, and a spec with multipath");
        }
    }

    private static String spelling(ConnectSpec spec, PowerShell shell) {
        List<PsValue> known = shell.run(Line.message(InitiatorReads.targets()));
        return InitiatorReads.spelling(spec.target(), known)
                .or(() -> InitiatorReads.spelling(spec.target(), shell.run(InitiatorReads.refreshedTargets())))
                .orElseThrow(() -> Answers.notFound("no portal of the host offers it the target " + spec.target()
                        + ": is its portal added, and is the host's initiator admitted there?"));
    }

    @Override
    public Observation<InitiatorSession> observe(ConnectTarget command, PowerShell shell) {
        return Answers.observe(() -> over(command.spec(), sessions(command.spec(), shell))
                .map(SessionRow::session)
                .filter(session -> session.connected() && session.persistent()));
    }
}

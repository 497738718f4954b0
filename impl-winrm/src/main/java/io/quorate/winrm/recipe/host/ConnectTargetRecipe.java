package io.quorate.winrm.recipe.host;

import io.quorate.Secret;
import io.quorate.host.ConnectSpec;
import io.quorate.host.InitiatorSession;
import io.quorate.host.command.ConnectTarget;
import io.quorate.san.ChapLogin;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.host.InitiatorReads.SessionRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Logs in with {@code Connect-IscsiTarget}, persistently; a session that is there and not persistent is made so with
 * {@code Register-IscsiSession}. Never ends a session to make another: a cluster may run on it.
 */
final class ConnectTargetRecipe extends Changing<ConnectTarget, ConnectTargetRecipe.Sessions, InitiatorSession> {

    /**
     * The host's sessions to the target.
     *
     * @param wanted the one over the portal; null if there is none
     * @param target the target's name, as Windows spells it if that was asked
     */
    record Sessions(@Nullable SessionRow wanted, List<SessionRow> all, String target) {
        static Sessions read(ConnectSpec spec, PowerShell shell) {
            List<SessionRow> all = InitiatorReads.of(spec.target(), InitiatorReads.sessions(shell));
            SessionRow wanted = all.stream()
                    .filter(row -> row.isOver(spec.portal()))
                    .findFirst()
                    .orElse(null);
            if (wanted == null) {
                all.forEach(row -> requireSettled(spec, row));
            }
            return new Sessions(wanted, all, spec.target().value());
        }

        /** A session that comes back says only then which portal it runs over: it may be the wanted one. */
        private static void requireSettled(ConnectSpec spec, SessionRow row) {
            boolean connected = row.session().connected();
            if (!connected && !(spec.multipath() && row.portalsKnown() && row.connections() > 0)) {
                throw Answers.pending(
                        "a session to " + spec.target() + " is there and not connected: Windows tries again by itself");
            }
            if (!row.portalsKnown() || row.connections() == 0) {
                throw Answers.pending(
                        "the host does not tell which portals its session to " + spec.target() + " runs over");
            }
        }
    }

    @Override
    public Class<ConnectTarget> handles() {
        return ConnectTarget.class;
    }

    @Override
    protected Sessions read(ConnectTarget command, WindowsHost host) {
        return Sessions.read(command.spec(), host.powerShell());
    }

    @Override
    protected Observation<InitiatorSession> done(ConnectTarget command, Sessions seen) {
        return Answers.seen(Optional.ofNullable(seen.wanted())
                .map(SessionRow::session)
                .filter(session -> session.connected() && session.persistent()));
    }

    @Override
    protected void refuse(ConnectTarget command, Sessions seen) {
        if (seen.wanted() == null) {
            refuseSecond(command.spec(), seen.all());
        } else {
            refuseUnconnected(command.spec(), seen.wanted());
        }
    }

    @Override
    protected Sessions lookCloser(ConnectTarget command, Sessions seen, WindowsHost host) {
        return seen.wanted() == null
                ? new Sessions(null, seen.all(), spelling(command.spec(), host.powerShell()))
                : seen;
    }

    /** A session that is made now is persistent from the start. */
    @Override
    protected List<PipelineStep> change(ConnectTarget command, Sessions seen) {
        SessionRow there = seen.wanted();
        return PipelineStep.of(
                there == null ? connect(command.spec(), seen.target()) : register(command.spec(), there));
    }

    @Override
    protected Sessions unseen(ConnectTarget command) {
        return new Sessions(null, List.of(), command.spec().target().value());
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
    private static PsPipeline register(ConnectSpec spec, SessionRow row) {
        Line line = Cmdlet.REGISTER_ISCSI_SESSION
                .line()
                .with("SessionIdentifier", List.of(row.session().id()))
                .with("IsMultipathEnabled", spec.multipath());
        return Line.message(Line.statement(login(line, spec.chap())));
    }

    private static Line login(Line line, @Nullable ChapLogin chap) {
        return chap == null ? line : line.with("ChapUsername", chap.user()).secret("ChapSecret", chap.secret());
    }

    @Override
    protected InitiatorSession carryOut(ConnectTarget command, Sessions seen, WindowsHost host) {
        ConnectSpec spec = command.spec();
        PowerShell shell = host.powerShell();
        SessionRow row = seen.wanted();
        if (row == null) {
            Fault refusal = Answers.attempt(shell, connect(spec, seen.target()));
            row = Sessions.read(spec, shell).wanted();
            if (row == null) {
                throw Answers.failed(refusal, "the host has no session to " + spec.target() + " at " + spec.portal());
            }
            refuseUnconnected(spec, row);
        }
        return row.session().persistent() ? row.session() : persistent(spec, row, shell);
    }

    private static InitiatorSession persistent(ConnectSpec spec, SessionRow row, PowerShell shell) {
        Fault refusal = Answers.attempt(shell, register(spec, row));
        return Optional.ofNullable(Sessions.read(spec, shell).wanted())
                .map(SessionRow::session)
                .filter(InitiatorSession::persistent)
                .orElseThrow(() -> Answers.failed(
                        refusal, "the session to " + spec.target() + " at " + spec.portal() + " is not persistent"));
    }

    private static void refuseUnconnected(ConnectSpec spec, SessionRow row) {
        if (!row.session().connected()) {
            throw Answers.pending("the session to " + spec.target() + " at " + spec.portal()
                    + " is there and not connected: Windows tries again by itself");
        }
    }

    /** Windows would refuse it, or make duplicate disks where multipathing is not set up. */
    private static void refuseSecond(ConnectSpec spec, List<SessionRow> others) {
        if (!others.isEmpty() && !spec.multipath()) {
            throw Answers.conflict(
                    "the host has a session to " + spec.target() + " at "
                            + others.get(0).session().portals() + ", not at " + spec.portal(),
                    "the host reaches the target already: use that portal, or end that session first");
        }
    }

    private static String spelling(ConnectSpec spec, PowerShell shell) {
        List<PsValue> known = shell.run(Line.message(InitiatorReads.targets()));
        return InitiatorReads.spelling(spec.target(), known)
                .or(() -> InitiatorReads.spelling(spec.target(), shell.run(InitiatorReads.refreshedTargets())))
                .orElseThrow(() -> Answers.notFound("no portal of the host offers it the target " + spec.target()
                        + ": is its portal added, and is the host's initiator admitted there?"));
    }
}

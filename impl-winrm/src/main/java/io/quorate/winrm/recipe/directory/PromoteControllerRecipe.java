package io.quorate.winrm.recipe.directory;

import io.quorate.directory.Promotion;
import io.quorate.directory.Promotion.State;
import io.quorate.directory.PromotionSpec;
import io.quorate.directory.command.PromoteController;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Promotes with {@code Install-ADDSDomainController}, never letting it restart the host, after {@code Test-ADDSDomainControllerInstallation} was
 * asked the same; judges by what the host is then.
 */
final class PromoteControllerRecipe extends Changing<PromoteController, PromotionReads.Seen, Promotion> {
    private static final List<String> RESULT = List.of("Status", "Context", "Message");

    @Override
    public Class<PromoteController> handles() {
        return PromoteController.class;
    }

    @Override
    protected PromotionReads.Seen read(PromoteController command, WindowsHost host) {
        return PromotionReads.read(command.host(), host.powerShell().run(PromotionReads.message(true)));
    }

    @Override
    protected Observation<Promotion> done(PromoteController command, PromotionReads.Seen seen) {
        Promotion promotion = seen.promotion();
        return switch (promotion.state()) {
            case CONTROLLER ->
                promotion.domain().equalsIgnoreCase(command.spec().domain())
                        ? Observation.present(promotion)
                        : Answers.untold(elsewhere(command, promotion));
            case RESTART_PENDING -> Observation.present(promotion);
            case UNDER_WAY -> Answers.untold(underWay(command));
            case NONE -> Observation.absent();
        };
    }

    private static Fault elsewhere(PromoteController command, Promotion promotion) {
        return Answers.conflict(
                command.host() + " is a controller of " + promotion.domain() + ", not of "
                        + command.spec().domain(),
                null);
    }

    private static Fault underWay(PromoteController command) {
        return Answers.pending(
                "the directory of " + command.host() + " is being set up: its role is still the old one");
    }

    @Override
    protected void refuse(PromoteController command, PromotionReads.Seen seen) {
        String host = command.host();
        if (seen.promotion().state() == State.UNDER_WAY) {
            throw underWay(command);
        }
        if (seen.promotion().state() == State.CONTROLLER) {
            throw elsewhere(command, seen.promotion());
        }
        String user = seen.user();
        int backslash = user.indexOf('\\');
        String authority = backslash < 0 ? "" : user.substring(0, backslash);
        boolean known = backslash > 0 || user.indexOf('@') > 0;
        if (!known || authority.equalsIgnoreCase(seen.name()) || authority.equals(".")) {
            throw Answers.refused(
                    "the endpoint logs in to " + host + " as " + (user.isEmpty() ? "nobody it tells" : user)
                            + ": promotion abolishes the local accounts, and nobody could log in afterwards to see how it ended",
                    "log in with an account of the domain");
        }
        if (seen.node()) {
            throw Answers.refused(
                    host + " is a node of a cluster, which Windows does not support as a domain controller",
                    "make another machine the controller, or evict the node first");
        }
        if (!seen.role()) {
            throw Answers.refused(
                    "the role Active Directory Domain Services is not installed on " + host,
                    "features().ensure(\"AD-Domain-Services\") first");
        }
    }

    /** What Windows itself has against it is told before anything is changed. */
    @Override
    protected PromotionReads.Seen lookCloser(PromoteController command, PromotionReads.Seen seen, WindowsHost host) {
        PromotionSpec spec = command.spec();
        if (spec.password().usable() && spec.safeMode().usable()) {
            Fault against = against(host.powerShell()
                    .run(Line.message(with(spec, Cmdlet.TEST_ADDS_DOMAIN_CONTROLLER_INSTALLATION.line())
                            .select(RESULT))));
            if (against != null) {
                throw against;
            }
        }
        return seen;
    }

    private static @Nullable Fault against(List<PsValue> results) {
        for (PsValue value : results) {
            Decode result = Decode.of(value, "result of the promotion");
            if (result.textOrEmpty("Status").equalsIgnoreCase("Error")) {
                return Answers.refused(
                        "Windows refuses the promotion, " + result.textOrEmpty("Context") + ": "
                                + result.textOrEmpty("Message").strip(),
                        null);
            }
        }
        return null;
    }

    private static Line with(PromotionSpec spec, Line line) {
        Line full = line.with("DomainName", spec.domain())
                .credential("Credential", spec.user(), spec.password())
                .secure("SafeModeAdministratorPassword", spec.safeMode())
                .flag("InstallDns")
                .flag("NoRebootOnCompletion")
                .flag("Force");
        String source = spec.source();
        if (source != null) {
            full = full.with("ReplicationSourceDC", source);
        }
        String site = spec.site();
        return site == null ? full : full.with("SiteName", site);
    }

    private static PsPipeline message(PromoteController command) {
        return Line.message(with(command.spec(), Cmdlet.INSTALL_ADDS_DOMAIN_CONTROLLER.line())
                .unasked()
                .select(RESULT));
    }

    @Override
    protected List<PipelineStep> change(PromoteController command, PromotionReads.Seen seen) {
        return PipelineStep.of(message(command));
    }

    @Override
    protected PromotionReads.Seen unseen(PromoteController command) {
        return new PromotionReads.Seen(
                new Promotion(command.host(), command.spec().domain(), State.NONE, false, false),
                command.host(),
                true,
                false,
                command.spec().user());
    }

    @Override
    protected Promotion carryOut(PromoteController command, PromotionReads.Seen seen, WindowsHost host) {
        List<PsValue> results = new ArrayList<>();
        Fault refusal = Answers.attempt(
                pipeline -> {
                    results.addAll(host.powerShell().run(pipeline));
                    return results;
                },
                message(command));
        Promotion after = read(command, host).promotion();
        if (after.state() == State.UNDER_WAY) {
            throw underWay(command);
        }
        if (!after.isPromoted()) {
            Fault against = refusal == null ? against(results) : refusal;
            throw Answers.failed(against, command.host() + " is no controller: " + after);
        }
        return after;
    }
}

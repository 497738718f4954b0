package io.quorate.winrm.recipe.host;

import io.quorate.host.WindowsFeature;
import io.quorate.host.command.InstallFeature;
import io.quorate.spi.Candidates;
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
import java.util.List;

/** Installs a feature with {@code Install-WindowsFeature}, never with {@code -Restart}; judges by what the list says then. */
final class InstallFeatureRecipe extends Changing<InstallFeature, WindowsFeature, WindowsFeature> {
    private static final List<String> FEATURE = List.of("Name", "InstallState");

    @Override
    public Class<InstallFeature> handles() {
        return InstallFeature.class;
    }

    /** Reads all of them: a name that is none ends a narrower question in an error. */
    static PsPipeline list() {
        return Line.message(Cmdlet.GET_WINDOWS_FEATURE.line().select(FEATURE));
    }

    /** Decodes {@link #list}. */
    static List<WindowsFeature> list(String host, List<PsValue> output) {
        return Decode.each(output, value -> {
            Decode row = Decode.of(value, "Windows feature");
            return new WindowsFeature(host, row.text("Name"), row.textOrEmpty("InstallState"));
        });
    }

    @Override
    protected WindowsFeature read(InstallFeature command, WindowsHost host) {
        List<WindowsFeature> all = list(command.host(), host.powerShell().run(list()));
        return all.stream()
                .filter(one -> one.isNamed(command.feature()))
                .findFirst()
                .orElseThrow(() -> Answers.notFound(
                        "Windows knows no feature " + command.feature() + " on " + command.host(),
                        Candidates.among(
                                "those with the most similar names",
                                command.feature(),
                                all.stream().map(WindowsFeature::name).toList())));
    }

    @Override
    protected Observation<WindowsFeature> done(InstallFeature command, WindowsFeature seen) {
        return seen.installed() || seen.rebootNeeded() ? Observation.present(seen) : Observation.absent();
    }

    @Override
    protected void refuse(InstallFeature command, WindowsFeature seen) {
        if (seen.state().equalsIgnoreCase("UninstallPending")) {
            throw Answers.refused(
                    "the feature " + seen.name() + " is being removed, which the next restart of " + command.host()
                            + " completes",
                    "restart the host first");
        }
    }

    @Override
    protected List<PipelineStep> change(InstallFeature command, WindowsFeature seen) {
        return PipelineStep.of(message(command));
    }

    private static PsPipeline message(InstallFeature command) {
        return Line.message(Line.statement(Cmdlet.INSTALL_WINDOWS_FEATURE
                .line()
                .with("Name", List.of(command.feature()))
                .flag("IncludeManagementTools")
                .unasked()));
    }

    @Override
    protected WindowsFeature unseen(InstallFeature command) {
        return new WindowsFeature(command.host(), command.feature(), "Available");
    }

    @Override
    protected WindowsFeature carryOut(InstallFeature command, WindowsFeature seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(command));
        WindowsFeature after = read(command, host);
        if (!after.installed() && !after.rebootNeeded()) {
            throw Answers.failed(refusal, "the feature " + after.name() + " is " + after.state());
        }
        return after;
    }
}

package io.quorate.winrm.recipe;

import io.quorate.Deadline;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.Glimpse;
import io.quorate.spi.HandlerBackend;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.winrm.recipe.standard.StandardRecipes;
import io.quorate.winrm.wsman.TestRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All recipes over one PowerShell, without a wire. */
final class ShellBackend extends HandlerBackend<WindowsHost> {
    private final PowerShell shell;
    private final Call call = new Call("c1", "HV1", Deadline.in(Duration.ofMinutes(1), new TestRuntime()));

    ShellBackend(PowerShell shell) {
        super(StandardRecipes.recipes());
        this.shell = shell;
    }

    @Override
    protected <T> T with(Command<?> command, Call wanted, Purpose purpose, Function<WindowsHost, T> work) {
        return work.apply(new WindowsHost() {
            @Override
            public PowerShell powerShell() {
                return shell;
            }

            @Override
            public HostEntry entry() {
                return new SceneEntry(shell);
            }
        });
    }

    <R> R run(Command<R> command) {
        return send(command, call);
    }

    <R> Observation<R> look(Command<R> command) {
        return look(command, call);
    }

    Optional<Owner> locate(Command<?> command) {
        return locate(command, call);
    }

    <R> Optional<Glimpse<R>> glimpse(Command<R> command) {
        return glimpse(command, call);
    }

    List<PipelineStep> steps(Command<?> command) {
        return steps(command, call).stream().map(PipelineStep.class::cast).toList();
    }

    List<PipelineStep> foreseen(Command<?> command) {
        return foreseen(command, "HV1").stream().map(PipelineStep.class::cast).toList();
    }

    @Override
    public String wire() {
        return "shell";
    }

    @Override
    public void close() {}
}

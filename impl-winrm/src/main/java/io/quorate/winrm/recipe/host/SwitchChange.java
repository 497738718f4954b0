package io.quorate.winrm.recipe.host;

import io.quorate.host.HostAddress;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.SwitchSpec;
import io.quorate.host.SwitchType;
import io.quorate.host.VirtualSwitch;
import io.quorate.spi.Command;
import io.quorate.spi.Fault;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import java.util.Optional;

/**
 * Makes a virtual switch with {@code New-VMSwitch}; judges by what the list says then.
 *
 * @param <C> the command
 */
abstract class SwitchChange<C extends HostCommand<VirtualSwitch> & Command<VirtualSwitch>>
        extends Changing<C, SwitchChange.Seen, VirtualSwitch> {

    /** What decides. */
    record Seen(List<VirtualSwitch> switches, List<NetworkAdapter> adapters) {
        private Optional<VirtualSwitch> named(String name) {
            return switches.stream()
                    .filter(one -> one.name().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    /** Returns the switch as it is to be. */
    abstract SwitchSpec wanted(C command);

    /** Refuses to take over an adapter with addresses, if it does. */
    abstract void refuseOver(C command, NetworkAdapter adapter);

    @Override
    protected final Seen read(C command, WindowsHost host) {
        return new Seen(
                HostReads.switches(command.host(), host.powerShell().run(HostReads.switches())),
                AdapterReads.list(command.host(), host.powerShell().run(AdapterReads.message())));
    }

    @Override
    protected final Observation<VirtualSwitch> done(C command, Seen seen) {
        SwitchSpec wanted = wanted(command);
        return Answers.seen(seen.named(wanted.name())
                .filter(one -> one.type() == wanted.type()
                        && (wanted.type() != SwitchType.EXTERNAL || standsOn(one, wanted.adapter(), seen))));
    }

    private static boolean standsOn(VirtualSwitch one, String adapter, Seen seen) {
        return seen.adapters().stream()
                .anyMatch(nic -> nic.name().equalsIgnoreCase(adapter)
                        && nic.description().equals(one.adapter()));
    }

    @Override
    protected final void refuse(C command, Seen seen) {
        SwitchSpec wanted = wanted(command);
        seen.named(wanted.name()).ifPresent(other -> {
            throw Answers.conflict(
                    "the virtual switch " + other.name() + " of " + command.host() + " is "
                            + other.type().name().toLowerCase(java.util.Locale.ROOT)
                            + (other.adapter().isEmpty() ? "" : " on " + other.adapter()),
                    "choose another name, or have somebody remove it");
        });
        if (wanted.type() != SwitchType.EXTERNAL) {
            return;
        }
        NetworkAdapter adapter = seen.adapters().stream()
                .filter(one -> one.name().equalsIgnoreCase(wanted.adapter()))
                .findFirst()
                .orElseThrow(() -> AdapterReads.missing(command.host(), wanted.adapter(), seen.adapters()));
        seen.switches().stream()
                .filter(one -> one.adapter().equals(adapter.description()))
                .findFirst()
                .ifPresent(other -> {
                    throw Answers.conflict(
                            "the virtual switch " + other.name() + " stands on " + adapter.name() + " already", null);
                });
        if (adapter.subnets().isEmpty()) {
            return;
        }
        boolean only = seen.adapters().stream()
                .noneMatch(
                        one -> one.index() != adapter.index() && !one.subnets().isEmpty());
        if (only && !wanted.managementOs()) {
            throw Answers.refused(
                    command.host() + " is reached by " + adapter.name()
                            + " alone, and would give it up: that cuts this connection for good",
                    "keep the host on the switch, or give another adapter an address first");
        }
        refuseOver(command, adapter);
    }

    /** An adapter that the host gives up takes the connection with it if all management comes in there. */
    @Override
    protected final Seen lookCloser(C command, Seen seen, WindowsHost host) {
        SwitchSpec wanted = wanted(command);
        List<String> given = seen.adapters().stream()
                .filter(one -> one.isNamed(wanted.adapter()))
                .flatMap(one -> one.addresses().stream())
                .map(HostAddress::address)
                .toList();
        if (wanted.type() == SwitchType.EXTERNAL && !wanted.managementOs() && !given.isEmpty()) {
            OwnConnection own = OwnConnection.read(host.powerShell());
            if (own.withoutAddresses(given) == OwnConnection.Fate.CUT) {
                throw Answers.refused(
                        command.host() + " would give " + wanted.adapter() + " up, and management comes in at "
                                + own.locals() + ": that cuts this connection for good",
                        "keep the host on the switch, or connect by another adapter first");
            }
        }
        return seen;
    }

    @Override
    protected final List<PipelineStep> change(C command, Seen seen) {
        return PipelineStep.of(message(wanted(command)));
    }

    private static PsPipeline message(SwitchSpec wanted) {
        Line line = Cmdlet.NEW_VM_SWITCH.line().with("Name", wanted.name());
        return Line.message(Line.statement((wanted.type() == SwitchType.EXTERNAL
                        ? line.with("NetAdapterName", List.of(wanted.adapter()))
                                .with("AllowManagementOS", wanted.managementOs())
                        : line.with("SwitchType", wanted.type() == SwitchType.PRIVATE ? "Private" : "Internal"))
                .unasked()));
    }

    @Override
    protected final Seen unseen(C command) {
        return new Seen(List.of(), List.of());
    }

    @Override
    protected final VirtualSwitch carryOut(C command, Seen seen, WindowsHost host) {
        Fault refusal = Answers.attempt(host.powerShell(), message(wanted(command)));
        Observation<VirtualSwitch> after = done(command, read(command, host));
        if (after instanceof Observation.Present<VirtualSwitch> present && present.value() != null) {
            return present.value();
        }
        throw Answers.failed(
                refusal, "there is no virtual switch " + wanted(command).name());
    }
}

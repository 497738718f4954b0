package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.sql.command.AddListener;
import io.quorate.sql.command.AddListenerAddress;
import io.quorate.sql.command.ListenerIp;
import io.quorate.sql.command.RemoveListener;
import io.quorate.sql.command.RemoveListenerAddress;
import io.quorate.sql.command.RestartListener;
import io.quorate.sql.command.SetListenerPort;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The listener of a group; T-SQL gives it one at most. Rights and common errors are those of {@link AvailabilityGroupClient}. */
public final class GroupListeners {
    private final Calls calls;
    private final String group;

    GroupListeners(Calls calls, String group) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.group = Objects.requireNonNull(group, "group");
    }

    /** Reads all. Changes nothing; one query an instance. */
    public List<AvailabilityListener> list() {
        return new AvailabilityGroups(calls).get(group).listeners();
    }

    /** Reads one by its DNS name. Changes nothing; one query an instance. */
    public Optional<AvailabilityListener> find(String dnsName) {
        return new AvailabilityGroups(calls).get(group).listener(dnsName);
    }

    /**
     * Reads one by its DNS name. Changes nothing; one query an instance.
     *
     * @throws io.quorate.error.NotFoundException if the group has none of that name
     */
    public AvailabilityListener get(String dnsName) {
        return find(dnsName)
                .orElseThrow(() -> Reports.missing(
                        calls,
                        "sql.listener.get",
                        "availability listener " + dnsName + "@" + group,
                        "the group has no such listener"));
    }

    /**
     * Gives the group its listener. Up to five minutes.
     *
     * @throws io.quorate.error.ConflictException if it has one
     */
    public AvailabilityListener create(String dnsName, Consumer<ListenerSpec> details) {
        return calls.run(command(dnsName, details));
    }

    /** Has the group have this listener. May be repeated. Up to five minutes. */
    public Ensured<AvailabilityListener> ensure(String dnsName, Consumer<ListenerSpec> details) {
        return calls.ensure(command(dnsName, details));
    }

    private AddListener command(String dnsName, Consumer<ListenerSpec> details) {
        ListenerSpec spec = new ListenerSpec();
        details.accept(spec);
        return new AddListener(group, spec.build(dnsName));
    }

    /** Gives it a further address, in a subnet where it has none. May be repeated. */
    public boolean addAddress(String dnsName, ListenerIp address) {
        return calls.ensure(new AddListenerAddress(group, dnsName, address)).changed();
    }

    /**
     * Takes an address away (2025); already gone is fine.
     *
     * @param consent names {@code listener@group}
     */
    public void removeAddress(String dnsName, String address, @Nullable Consent consent) {
        calls.run(new RemoveListenerAddress(group, dnsName, address), consent);
    }

    /** Gives it another port; who is connected stays so. May be repeated. */
    public boolean port(String dnsName, int port) {
        return calls.ensure(new SetListenerPort(group, dnsName, port)).changed();
    }

    /** Has it listen again. */
    public void restart(String dnsName) {
        calls.run(new RestartListener(group, dnsName));
    }

    /**
     * Takes it away; already gone is fine. Clients no longer find the primary.
     *
     * @param consent names {@code listener@group}
     */
    public void remove(String dnsName, @Nullable Consent consent) {
        calls.run(new RemoveListener(group, dnsName), consent);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("group", group)
                .toString();
    }
}

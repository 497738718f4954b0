package io.quorate.host.command;

import io.quorate.Secret;
import io.quorate.host.ConnectSpec;
import io.quorate.host.HostInitiator;
import io.quorate.host.InitiatorSession;
import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.spi.Confidential;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Has a persistent session to a target through one portal. Done when it is there already; one that is there and not persistent is made so.
 *
 * @param host the host, as the endpoint names it
 * @param spec which session
 * @see HostInitiator#ensureConnected
 */
public record ConnectTarget(String host, ConnectSpec spec)
        implements GuardedCommand<InitiatorSession>, Confidential, HostCommand<InitiatorSession> {
    public ConnectTarget {
        Inputs.checkHost(host);
        Objects.requireNonNull(spec, "spec");
        if (!Inputs.isAddress(spec.portal().address())) {
            throw new IllegalArgumentException(
                    "a session is recognised by the addresses it runs over: give the portal's IP address, not "
                            + spec.portal().address());
        }
    }

    @Override
    public List<Secret> secrets() {
        ChapLogin chap = spec.chap();
        return Stream.of(chap == null ? null : chap.secret(), spec.mutualSecret())
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public String name() {
        return "host.session.connect";
    }

    @Override
    public Target target() {
        return new Target("iSCSI target", spec.target() + " at " + spec.portal() + " on " + host);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(3);
    }

    @Override
    public InitiatorSession rehearsed() {
        return new InitiatorSession(
                Placeholder.text("session to " + spec.target() + " through " + spec.portal() + " on " + host),
                spec.target(),
                Iqn.of(Placeholder.iqn(host)),
                true,
                true,
                List.of(spec.portal()));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(new ListSessions(host), this::after),
                Foretold.unknown(new ListDisks(host)),
                Foretold.each(ReadDiskContent.class, read -> read.host().equals(host))
                        .unknown());
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("available disk");
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("iSCSI initiator");
    }

    /** One that was there has been made persistent. */
    private List<InitiatorSession> after(List<InitiatorSession> before) {
        Stream<InitiatorSession> others = before.stream()
                .filter(one ->
                        !one.target().equals(spec.target()) || !one.portals().contains(spec.portal()));
        return Stream.concat(others, Stream.of(rehearsed())).toList();
    }
}

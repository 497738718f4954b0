package io.quorate.iscsi;

import io.quorate.QuorateRuntime;
import io.quorate.san.Portal;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.HandlerBackend;
import io.quorate.spi.Owner;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Runs commands over iSCSI: a command has a session alone, which the next one may take over. The initiator is whichever the endpoint's option names. */
final class IscsiBackend extends HandlerBackend<IscsiLink> {
    private final IscsiOptions options;
    private final Initiator initiator;
    private final QuorateRuntime runtime;
    private volatile boolean closed;

    IscsiBackend(IscsiOptions options, InitiatorProvider provider, QuorateRuntime runtime) {
        super(IscsiHandlers.of(new IscsiAccess(options, provider.features())));
        this.options = options;
        this.initiator = provider.open(runtime);
        this.runtime = runtime;
    }

    @Override
    protected <T> T with(Command<?> command, Call call, Purpose purpose, Function<IscsiLink, T> work) {
        Portal portal = Objects.requireNonNull(options.portals().get(call.host()), call.host());
        return work.apply(new IscsiLink(portal, options, initiator, runtime, call.deadline(), () -> closed));
    }

    /** Every portal leads to the same. */
    @Override
    public Optional<Owner> locate(Command<?> command, Call call) {
        return Optional.of(Owner.surely(call.host()));
    }

    @Override
    public String wire() {
        return options.initiator().equals(IscsiOptions.OWN) ? "iscsi" : "iscsi by " + options.initiator();
    }

    /** Sessions that rest are logged out; commands under way end now. */
    @Override
    public void close() {
        closed = true;
        initiator.close();
    }
}

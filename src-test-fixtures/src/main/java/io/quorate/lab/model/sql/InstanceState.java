package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An instance.
 *
 * @param name as {@code @@SERVERNAME} tells it
 * @param host where it runs
 * @param address its address with the prefix's length, e.g. {@code 10.66.1.11/24}
 * @param port where it answers clients
 * @param major 13 (2016) to 17 (2025)
 * @param edition e.g. {@code ENTERPRISE}
 * @param account its service's account
 * @param running whether the service runs
 * @param healthy whether it answers {@code sp_server_diagnostics}
 * @param hadrSet whether Always On is switched on; counts from the next start
 * @param hadr whether it is in force
 * @param endpoint for mirroring; there is one at most
 * @param masterKey whether master has a master key
 * @param redoing whether its secondaries redo what they hardened
 * @param starts counts starts and stops
 */
public record InstanceState(
        String name,
        String host,
        String address,
        int port,
        int major,
        String edition,
        String account,
        boolean running,
        boolean healthy,
        boolean hadrSet,
        boolean hadr,
        @Nullable MirrorEndpoint endpoint,
        boolean masterKey,
        boolean redoing,
        int starts) {

    /** Returns the entity's key. */
    public static Key<InstanceState> key(String name) {
        return new Key<>(InstanceState.class, "sql/" + name.toUpperCase(Locale.ROOT));
    }

    /** Returns the address without the prefix's length. */
    public String ip() {
        return address.substring(0, address.indexOf('/'));
    }

    /** Returns it with changes. */
    InstanceState with(Consumer<Edit> changes) {
        Edit edit = new Edit(this);
        changes.accept(edit);
        return new InstanceState(
                name,
                edit.host,
                address,
                port,
                major,
                edition,
                account,
                edit.running,
                edit.healthy,
                edit.hadrSet,
                edit.hadr,
                edit.endpoint,
                edit.masterKey,
                edit.redoing,
                edit.starts);
    }

    /** What may change. */
    static final class Edit {
        String host;
        boolean running;
        boolean healthy;
        boolean hadrSet;
        boolean hadr;

        @Nullable
        MirrorEndpoint endpoint;

        boolean masterKey;
        boolean redoing;
        int starts;

        Edit(InstanceState state) {
            host = state.host;
            running = state.running;
            healthy = state.healthy;
            hadrSet = state.hadrSet;
            hadr = state.hadr;
            endpoint = state.endpoint;
            masterKey = state.masterKey;
            redoing = state.redoing;
            starts = state.starts;
        }
    }
}

package io.quorate.samples.jscsi;

import io.quorate.QuorateRuntime;
import io.quorate.iscsi.Initiator;
import io.quorate.iscsi.InitiatorFeature;
import io.quorate.iscsi.InitiatorProvider;
import java.util.Set;

/**
 * Offers jSCSI 2.2 under the name {@code jscsi}.
 *
 * <p>What it cannot be made to do: it begins every session with READ CAPACITY and does not understand the UNIT ATTENTION that a target
 * tells a new session (SAM-5 5.14.6), so it logs in to targets that do not, such as istgt once it has told it, and fails with those that
 * do, such as the lab's. It opens its socket itself, so the runtime's socket factory is asked only whether the portal
 * listens. It tells neither status nor sense of a command that failed, and prints stack traces to the error stream. A login that fails
 * leaves its socket to the process, because jSCSI forgets it. Blocks beyond 2<sup>31</sup> are out of its reach.
 *
 * <p>What it can be made to do is end: each session has one thread, interrupted at the deadline, which closes the socket it waits or
 * spins on.
 */
public final class JscsiProvider implements InitiatorProvider {

    @Override
    public String name() {
        return "jscsi";
    }

    /** No discovery, no CHAP, no digests, no other unit than 0, no SCSI command of ours. */
    @Override
    public Set<InitiatorFeature> features() {
        return Set.of();
    }

    @Override
    public Initiator open(QuorateRuntime runtime) {
        return new JscsiInitiator(runtime);
    }
}

package io.quorate.vm;

import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.cluster.ClusterGroup;
import io.quorate.error.ErrorReport;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.vm.command.MakeHighlyAvailable;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands machines to the cluster, and looks at their files, which other nodes must reach. */
final class HighAvailability {
    private static final Logger log = LoggerFactory.getLogger(HighAvailability.class);
    private static final String OPERATION = "vm.make-highly-available";

    private final Calls calls;
    private final long started;

    HighAvailability(Calls calls) {
        this.calls = calls;
        this.started = calls.runtime().nanos();
    }

    /** Hands it over and tells the listener of files that are not shared. */
    ClusterGroup make(UUID id, Function<UUID, VirtualMachine> get) {
        ClusterGroup made = calls.run(new MakeHighlyAvailable(id));
        if (!calls.rehearses()) {
            warn(id, get);
        }
        return made;
    }

    /** The role is there, whatever this look meets. */
    private void warn(UUID id, Function<UUID, VirtualMachine> get) {
        try {
            warn(SharedFiles.of(calls, get.apply(id)));
        } catch (QuorateException untold) {
            log.debug("where the files of a machine are cannot be told [id={}, kind={}]", id, untold.kind());
        }
    }

    private void warn(SharedFiles files) {
        if (!files.local().isEmpty()) {
            calls.notice(OPERATION, files.machine().host(), files.meaning());
        }
    }

    /** Hands it over unless it is there, or surely stays where it is. */
    Ensured<ClusterGroup> ensure(VirtualMachine machine) {
        if (machine.clustered()) {
            return calls.ensure(new MakeHighlyAvailable(machine.id()));
        }
        SharedFiles files = SharedFiles.of(calls, machine);
        if (files.isStuck()) {
            throw new RejectedException(refused(files), null);
        }
        Ensured<ClusterGroup> made = calls.ensure(new MakeHighlyAvailable(machine.id()));
        if (!calls.rehearses()) {
            warn(files);
        }
        return made;
    }

    private ErrorReport refused(SharedFiles files) {
        return calls.report(
                OPERATION,
                "virtual machine " + files.machine().id(),
                started,
                files.meaning() + "; nothing was sent",
                SharedFiles.cure());
    }
}

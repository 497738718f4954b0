package io.quorate.host;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.host.command.GetHyperV;
import io.quorate.host.command.SetMachineFolders;
import io.quorate.host.command.SetMigration;
import java.util.Objects;

/**
 * What Hyper-V is set to on a host. Rights and common errors are those of {@link HostClient}; every method throws {@code UnsupportedException} where
 * Hyper-V is not installed. Immutable and thread-safe.
 */
public final class HostHyperV {
    private final Calls calls;
    private final String host;

    HostHyperV(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Reads it. Changes nothing. */
    public HyperVSettings get() {
        return calls.run(new GetHyperV(host));
    }

    /**
     * Has new machines and new virtual disks go to folders ({@code Set-VMHost}); those there are stay where they are. May be repeated; a lost answer is
     * settled by reading back.
     *
     * @param machineFolder an absolute path, on a shared volume in a cluster
     * @param diskFolder likewise
     * @throws io.quorate.error.RejectedException if Windows refuses them
     */
    public Ensured<HyperVSettings> ensureFolders(String machineFolder, String diskFolder) {
        return calls.ensure(new SetMachineFolders(host, machineFolder, diskFolder));
    }

    /**
     * Has live migrations go as given ({@code Enable-VMMigration}, {@code Set-VMHost}, {@code Add-VMMigrationNetwork}, {@code Remove-VMMigrationNetwork}).
     * May be repeated; a lost answer is settled by reading back.
     *
     * @throws io.quorate.error.RejectedException if Windows refuses, as it does for hosts without a domain before Windows Server 2025
     */
    public Ensured<HyperVSettings> ensureMigration(MigrationSpec wanted) {
        return calls.ensure(new SetMigration(host, wanted));
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}

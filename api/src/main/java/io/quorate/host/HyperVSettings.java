package io.quorate.host;

import java.util.List;
import java.util.Objects;

/**
 * A host's settings of Hyper-V.
 *
 * @param machinePath where virtual machines go by default
 * @param diskPath where virtual disks go by default
 * @param migration whether live migrations from and to other hosts are allowed
 * @param authentication how those log in: {@code CredSSP} or {@code Kerberos}
 * @param performance how memory travels: {@code TCPIP}, {@code Compression} or {@code SMB}
 * @param migrations how many at a time
 * @param anyNetwork whether over any network
 * @param networks the subnets they may take otherwise, in order
 */
public record HyperVSettings(
        String machinePath,
        String diskPath,
        boolean migration,
        String authentication,
        String performance,
        int migrations,
        boolean anyNetwork,
        List<String> networks) {
    public HyperVSettings {
        Objects.requireNonNull(machinePath, "machinePath");
        Objects.requireNonNull(diskPath, "diskPath");
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(performance, "performance");
        networks = List.copyOf(networks);
    }

    /** Makes one of which no subnets are known. */
    public HyperVSettings(
            String machinePath,
            String diskPath,
            boolean migration,
            String authentication,
            String performance,
            int migrations,
            boolean anyNetwork) {
        this(machinePath, diskPath, migration, authentication, performance, migrations, anyNetwork, List.of());
    }

    /** Returns it with other folders. */
    public HyperVSettings in(String machines, String disks) {
        return new HyperVSettings(
                machines, disks, migration, authentication, performance, migrations, anyNetwork, networks);
    }

    /** Returns it with live migrations that go otherwise. */
    public HyperVSettings migrating(MigrationSpec spec) {
        return new HyperVSettings(
                machinePath,
                diskPath,
                spec.enabled(),
                spec.login().word(),
                spec.transport().word(),
                spec.migrations(),
                spec.networks().isEmpty(),
                spec.networks().isEmpty() ? networks : spec.subnets());
    }
}

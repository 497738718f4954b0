package io.quorate.host;

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
 */
public record HyperVSettings(
        String machinePath,
        String diskPath,
        boolean migration,
        String authentication,
        String performance,
        int migrations,
        boolean anyNetwork) {
    public HyperVSettings {
        Objects.requireNonNull(machinePath, "machinePath");
        Objects.requireNonNull(diskPath, "diskPath");
        Objects.requireNonNull(authentication, "authentication");
        Objects.requireNonNull(performance, "performance");
    }
}

package io.quorate.host;

import io.quorate.Size;
import io.quorate.san.Naa;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A disk as one host sees it.
 *
 * @param host the host
 * @param uniqueId Windows' identity of it, the same on every host
 * @param naa the logical unit's identity, if the unique id is one
 * @param number its number on this host; differs between hosts and restarts, never an identity
 * @param size its size
 * @param style its partition table
 * @param guid the GPT disk's GUID, by which the cluster knows it; null without a GPT
 * @param offline whether it is offline on this host
 * @param readOnly whether it is read-only on this host
 * @param clustered whether the cluster owns it
 * @param bus how it is attached, Windows' word, e.g. {@code iSCSI}
 */
public record HostDisk(
        String host,
        String uniqueId,
        @Nullable Naa naa,
        long number,
        Size size,
        PartitionStyle style,
        @Nullable UUID guid,
        boolean offline,
        boolean readOnly,
        boolean clustered,
        String bus) {
    public HostDisk {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(uniqueId, "uniqueId");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(style, "style");
        Objects.requireNonNull(bus, "bus");
    }

    /** Returns what a {@link io.quorate.Consent} to wipe it names: {@code UNIQUEID@bytes}. */
    public String identity() {
        return uniqueId + "@" + size.bytes();
    }
}

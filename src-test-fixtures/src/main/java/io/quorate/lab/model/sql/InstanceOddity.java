package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of an instance, its machine and its databases is not as a group needs it; as usual, nothing. Only told by views and properties: nothing
 * acts on it. Evidence: vendor documentation of {@code SERVERPROPERTY}, {@code sys.databases}, {@code sys.configurations},
 * {@code sys.dm_database_encryption_keys} and {@code sys.dm_os_volume_stats}; that a renamed machine leaves {@code @@SERVERNAME} as it was is
 * documented with {@code sp_addserver}.
 *
 * @param windowsName what Windows calls it, where that is another name
 * @param filestream how far FILESTREAM is enabled
 * @param containedLogins whether it takes contained databases
 * @param portTaken whether somebody else has the port of its mirroring endpoint
 * @param free how much is free on its volumes, in bytes
 * @param encrypted the databases that are encrypted, with the thumbprint of their certificate in hexadecimal digits; empty where it is a key of
 *     another kind
 * @param keyed the databases with a master key of their own
 * @param contained the databases that are contained
 * @param streaming the databases that have FILESTREAM data
 */
public record InstanceOddity(
        @Nullable String windowsName,
        int filestream,
        boolean containedLogins,
        boolean portTaken,
        long free,
        Map<String, String> encrypted,
        Set<String> keyed,
        Set<String> contained,
        Set<String> streaming) {
    /** How much is free as usual. */
    public static final long FREE = 1L << 39;

    /** As an instance is. */
    public static final InstanceOddity NONE =
            new InstanceOddity(null, 0, false, false, FREE, Map.of(), Set.of(), Set.of(), Set.of());

    public InstanceOddity {
        encrypted = Map.copyOf(encrypted);
        keyed = Set.copyOf(keyed);
        contained = Set.copyOf(contained);
        streaming = Set.copyOf(streaming);
    }

    /** Returns the entity's key. */
    public static Key<InstanceOddity> key(String instance) {
        return new Key<>(InstanceOddity.class, InstanceState.key(instance).path() + "/oddity");
    }
}

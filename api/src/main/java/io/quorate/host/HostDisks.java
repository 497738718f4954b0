package io.quorate.host;

import io.quorate.Consent;
import io.quorate.Ensured;
import io.quorate.engine.Engine;
import io.quorate.storage.Naa;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A host's disks, found by identity and never by number.
 */
public final class HostDisks {
    private final Engine engine;
    private final String endpoint;
    private final String host;

    /** Made by its parent. */
    HostDisks(Engine engine, String endpoint, String host) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Lists them, each once. */
    public List<HostDisk> list() {
        throw new UnsupportedOperationException("not built yet: HostDisks.list");
    }

    /** Finds the disk of a logical unit; empty after a list without it. */
    public Optional<HostDisk> find(Naa naa) {
        throw new UnsupportedOperationException("not built yet: HostDisks.find");
    }

    /** Has Windows look for new, changed and vanished disks. */
    public void rescan() {
        throw new UnsupportedOperationException("not built yet: HostDisks.rescan");
    }

    /** Brings a disk online and makes it writable. Changes nothing on the disk. Refused for a disk that the cluster owns. */
    public Ensured<HostDisk> ensureOnline(Naa naa) {
        throw new UnsupportedOperationException("not built yet: HostDisks.ensureOnline");
    }

    /** Takes a disk offline on this host; its content stays. */
    public Ensured<HostDisk> ensureOffline(Naa naa) {
        throw new UnsupportedOperationException("not built yet: HostDisks.ensureOffline");
    }

    /** Prepares an empty disk for the cluster: online, GPT, one partition, NTFS with 64 KiB clusters, no drive letter. Goes on where an earlier attempt of Quorate's own stopped; a disk that carries anything else is refused, see {@link #wipe}. */
    public Ensured<PreparedDisk> prepare(Naa naa, String label) {
        throw new UnsupportedOperationException("not built yet: HostDisks.prepare");
    }

    /** Reads whether a disk is prepared, and how far. */
    public DiskContent content(Naa naa) {
        throw new UnsupportedOperationException("not built yet: HostDisks.content");
    }

    /** Destroys all that is on a disk, so that it can be prepared. Refused for a clustered disk. The consent names the disk's unique id and size: {@code UNIQUEID@bytes}. */
    public void wipe(Naa naa, Consent consent) {
        throw new UnsupportedOperationException("not built yet: HostDisks.wipe");
    }
}

package io.quorate.storage;

/** What a storage backend can do; ask {@link StorageClient#capabilities()} before relying on one. */
public enum StorageCapability {
    /** Volumes live in volume groups that are created and removed. */
    VOLUME_GROUPS,
    /** Sizes are exact to the byte. */
    EXACT_SIZES,
    /** Lists come in pages and are complete however long. */
    PAGED_LISTS,
    /** Long changes run as jobs that are watched. */
    JOBS,
    /** A snapshot can be marked to go when its last clone goes. */
    DEFERRED_DESTROY,
    /** Snapshots of a volume group and all its volumes at one instant. */
    GROUP_SNAPSHOTS,
    /** Each initiator has a CHAP name and secret of its own. */
    CHAP_PER_INITIATOR,
    /** Targets are put into groups that LUN mappings name. */
    TARGET_GROUPS,
    /** The caller may choose a LUN's number. */
    CHOSEN_LUN,
    /** A logical unit's write cache can be switched. */
    LU_WRITE_CACHE
}

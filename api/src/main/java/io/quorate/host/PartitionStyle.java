package io.quorate.host;

/** What kind of partition table a disk carries. */
public enum PartitionStyle {
    /** None that Windows knows. */
    RAW,
    MBR,
    GPT,
    /** Windows did not say, e.g. because the disk could not be read: never taken for RAW. */
    UNKNOWN
}
